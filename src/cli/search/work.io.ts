import { native } from '../../host/native.io.ts';
import { type Problem, problem } from '../../errors.ts';
import { err, type Result } from '../../result.ts';
import type { SearchSpec } from '../../search/file/search-spec.ts';
import { trialValues } from '../../search/file/resolve-command.ts';
import { takeFromInbox } from '../../search/journal/inbox.io.ts';
import type { StudySession } from '../../search/journal/study-session.io.ts';
import { capturedBy } from '../../search/trial/patterns/captured.ts';
import { MeasuredTrials, type TrialSession } from '../../search/trial/measured-trials.io.ts';
import { endLeftovers } from '../../search/workers/end-leftovers.io.ts';
import { HttpReports } from '../../search/workers/http-reports.io.ts';
import type { SearchClose } from '../../search/workers/search-event.ts';
import { SearchRun } from '../../search/workers/search-run.io.ts';
import type { Slot } from '../../search/workers/slots.ts';
import type { TrialPlan } from '../../search/workers/trial-plan.ts';
import type { CliContext } from '../context.ts';
import type { cleanGrid } from './clean-grid.io.ts';
import { commandOf } from './command-of.ts';
import { SearchScreen } from './search-screen.io.ts';

/** How a search has gone in this session. */
export interface Worked {
  readonly close: SearchClose;
  /** The first signal that ended it. */
  readonly signal: NodeJS.Signals | undefined;
  /** Id of the run around all trials. */
  readonly run: string;
}

/** Begins to measure the search; a problem where its budget is of something that nobody can count here. */
export function measure(
  { host }: CliContext,
  name: string,
  { budget }: SearchSpec,
  options: TrialSession,
): Result<MeasuredTrials> {
  const command = ['joulebook', ...process.argv.slice(2)];
  const opened = MeasuredTrials.open(host, native(), options, name, command);
  if (!opened.ok) return opened;
  const uncounted = uncountedBudget(budget, opened.value.knowsCarbon, options);
  if (uncounted === undefined) return opened;
  opened.value.discard();
  return err(uncounted);
}

/** Why a budget cannot be kept where nobody can count what it is of. */
export function uncountedBudget(
  { carbonG, cost }: SearchSpec['budget'],
  knowsCarbon: boolean,
  { online, price }: Pick<TrialSession, 'online' | 'price'>,
): Problem | undefined {
  if (carbonG !== undefined && !knowsCarbon && online === undefined) return UNKNOWN_CARBON;
  return cost !== undefined && price === undefined ? UNKNOWN_PRICE : undefined;
}

const UNKNOWN_CARBON = problem(
  'E_CONFIG',
  'a budget of carbon cannot be kept: it is not known where the electricity comes from',
  undefined,
  'say it by --region, e.g. --region FR, or by --intensity',
);

const UNKNOWN_PRICE = problem(
  'E_CONFIG',
  'a budget of money cannot be kept: the price of electricity is not known',
  undefined,
  'say it by --price, or by `joulebook config set price 0.30`',
);

/** How trials are begun and watched. */
export interface WorkOptions {
  /** The user's limit of a trial's silence, s. */
  readonly silenceS: number | undefined;
  /** The grid that trials wait for. */
  readonly grid: Awaited<ReturnType<typeof cleanGrid>>;
}

/** Works on a study until it is over, or the user ends that. */
export async function work(
  context: CliContext,
  session: StudySession,
  spec: SearchSpec,
  measured: MeasuredTrials,
  slots: readonly Slot[],
  { silenceS, grid }: WorkOptions,
): Promise<Worked> {
  const { host } = context;
  const { study, folder } = session;
  const left = await endLeftovers(host, folder.dir);
  if (left > 0) context.warn(leftover(left));
  study.loseRunning();
  const [beganS, bootS] = [study.state.t, host.clock.bootS()];
  const http = await HttpReports.open();
  if (!http.ok) context.warn(http.error);
  const screen = new SearchScreen(context, study.state, () => ({
    nowS: beganS + host.clock.bootS() - bootS,
    powerW: measured.powerW,
    running: run.running,
    hold: run.hold,
  }));
  const told = new Set<string>();
  const lookAround = (): void => {
    takeFromInbox(folder, study, () => session.flush());
    const unknown = grid?.problem();
    if (unknown === undefined || told.has(unknown.what)) return;
    told.add(unknown.what);
    screen.tell({ k: 'warning', warning: unknown });
  };
  const run: SearchRun = new SearchRun({
    world: { host, native: native(), measured, study: folder.dir },
    open: session,
    plan: trialPlan(context, folder.name, spec),
    slots,
    ...(http.ok ? { http: http.value } : {}),
    ...(silenceS === undefined ? {} : { silenceS }),
    ...(grid === undefined ? {} : { clean: grid.clean }),
    tell: screen.tell,
    lookAround,
  });
  const firstSignal = interruptedBy(run);
  const close = await run.run().finally(() => {
    screen.end();
    grid?.close();
    if (http.ok) http.value.close();
  });
  measured.end(STATES[close.how]);
  for (const warning of measured.warnings) context.warn(warning);
  return { close, signal: firstSignal(), run: measured.id };
}

const STATES = { over: 'ok', interrupted: 'interrupted', failing: 'failed', broken: 'failed' } as const;

function trialPlan(context: CliContext, study: string, spec: SearchSpec): TrialPlan {
  const { objectives, constraints, resource, capture } = spec;
  const names = [...objectives, ...constraints].map(({ metric }) => metric);
  return {
    study,
    commandOf: (input) => {
      const argv = commandOf(spec, input, context.host.env);
      if (!argv.ok) throw new Error(argv.error.what); // it was there when the search began
      return argv.value;
    },
    valuesOf: (configuration) => trialValues(spec, configuration),
    metrics: [...new Set(names)],
    ...(resource === undefined ? {} : { resource }),
    ...(capture.length === 0 ? {} : { capture: capturedBy(capture) }),
  };
}

const ENDING: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'];

/**
 * Signals that end the search: the first politely, a second one at once. Those that come after its end, while it is written down, change nothing.
 *
 * @returns the first one.
 */
function interruptedBy(run: SearchRun): () => NodeJS.Signals | undefined {
  let first: NodeJS.Signals | undefined;
  for (const name of ENDING)
    process.on(name, () => {
      first ??= name;
      run.interrupt();
    });
  return () => first;
}

function leftover(count: number): ReturnType<typeof problem> {
  const what = `${count === 1 ? 'a process' : `${count} processes`} of trials lived on and ${count === 1 ? 'was' : 'were'} ended`;
  return problem('E_TRIAL', what, 'who watched over them was killed', 'nothing needs to be done');
}
