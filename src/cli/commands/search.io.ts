import { constants } from 'node:os';
import { basename, dirname } from 'node:path';
import { problem } from '../../errors.ts';
import type { Problem } from '../../errors.ts';
import { ok, type Result } from '../../result.ts';
import type { SearchSpec } from '../../search/file/search-spec.ts';
import type { StudyFolder } from '../../search/journal/study-folder.io.ts';
import { expectedGain, nextKwh } from '../../search/study/next-kwh.ts';
import { falseStops } from '../../search/study/savings.ts';
import type { Study } from '../../search/study/study.ts';
import type { WarmStart } from '../../search/study/warm-start.ts';
import { summaryOf } from '../../search/study/summary.ts';
import { recommend } from '../../search/study/recommend.ts';
import { whyOf } from '../../search/study/trial-record.ts';
import { TrialFolder } from '../../search/trial/trial-folder.io.ts';
import { lastGain } from '../../search/workers/last-gain.ts';
import { savedInterval } from '../../search/workers/saved-interval.ts';
import { budgetGate } from '../budget/budget-gate.ts';
import type { CliContext } from '../context.ts';
import { findDashboard } from '../dashboard/running-dashboard.io.ts';
import { lookOf } from '../open-cli-book.io.ts';
import { sharedOptions } from '../run/measure-input.io.ts';
import { carbonPlan, cleanGrid } from '../search/clean-grid.io.ts';
import { commandOf, typedCommand } from '../search/command-of.ts';
import { endLines } from '../search/end-lines.ts';
import { folderOf, openSearch, rehearsed } from '../search/open-search.io.ts';
import { failAll } from '../search/read-search-input.io.ts';
import { readSpec, type SearchCall, studyName } from '../search/read-spec.io.ts';
import { slotsHere } from '../search/slots-here.io.ts';
import { measure, work, type Worked } from '../search/work.io.ts';
import { studyView } from '../study/study-view.ts';
import { configurationText } from '../study/parameter-text.ts';

/** `joulebook search`: runs the trials of a study. */
export async function run(context: CliContext, input: SearchCall): Promise<number> {
  const { host } = context;
  const read = readSpec(context, input);
  if (!read.ok) return failAll(context, read.error);
  const spec = read.value;
  for (const warning of spec.warnings) context.warn(warning);
  const { file } = input.arguments;
  const isOnline =
    input.options.online || (context.config.get('grid-source').value ?? 'offline') !== 'offline';
  const carbon = carbonPlan(host, spec.carbon, file, isOnline);
  if (!carbon.ok) return context.fail(carbon.error);
  for (const warning of carbon.value.warnings) context.warn(warning);
  const folder = folderOf(host, input.options.book, studyName(spec, input));
  if (!folder.ok) return context.fail(folder.error);
  const places = slotsHere(host, spec);
  if (!places.ok) return context.fail(places.error);
  const { slots, warning } = places.value;
  if (warning !== undefined) context.warn(warning);
  if (input.options.dryRun) return dryRun(context, folder.value, spec, slots.length);
  const shared = await sharedOptions(context, input);
  if (!shared.ok) return context.fail(shared.error);
  const known = commandFor(context, spec, folder.value, { configuration: {}, number: 0, seed: 0 });
  if (!known.ok) return context.fail(known.error);
  const refused = await budgetGate(context, {
    book: input.options.book,
    project: input.options.project ?? basename(host.cwd),
    command: ['joulebook', ...process.argv.slice(2)],
  });
  if (refused !== undefined) return context.fail(refused);
  const given = spec.carbon?.intensity;
  const intensity = typeof given === 'number' ? { intensityGPerKwh: given } : {};
  const session = { ...intensity, ...shared.value, cwd: host.cwd, scope: 'attributed' as const, csv: [] };
  const measured = measure(context, folder.value.name, spec, session);
  if (!measured.ok) return context.fail(measured.error);
  const opened = openSearch(host, folder.value, spec, slots.length);
  if (!opened.ok) {
    measured.value.discard();
    return context.fail(opened.error);
  }
  const { isNew, changed, warm } = opened.value;
  const study = opened.value.session;
  for (const warning of study.problems) context.warn(warning);
  if (!context.quiet && !context.json) {
    if (!isNew) tellResumed(context, study.study, changed);
    else if (warm.length > 0) context.err(`${warmText(warm)}\n`);
  }
  const grid = await cleanGrid(host, carbon.value, session, measured.value);
  const options = { silenceS: input.options.maxSilence, grid };
  const worked = await work(context, study, spec, measured.value, slots, options).finally(() =>
    study.close(),
  );
  return tellEnd(context, study.study, spec, folder.value, worked);
}

function tellResumed(context: CliContext, study: Study, changed: readonly string[]): void {
  const { name } = study.plan;
  const count = study.state.trials.length;
  const what = changed.length === 0 ? '' : `; changed since: ${changed.join(', ')}`;
  context.err(`goes on with the study ${name}, ${count} ${count === 1 ? 'trial' : 'trials'}${what}\n`);
}

function warmText(warm: readonly WarmStart[]): string {
  const from = [...new Set(warm.map(({ study }) => study))].join(', ');
  return `begins with ${warm.length} good ${warm.length === 1 ? 'configuration' : 'configurations'} of ${from}`;
}

const SHOWN = 10;

function dryRun(context: CliContext, folder: StudyFolder, spec: SearchSpec, workers: number): number {
  const study = rehearsed(context.host, folder, spec, workers);
  if (!study.ok) return context.fail(study.error);
  const trials: { readonly configuration: unknown; readonly command: readonly string[] }[] = [];
  for (let i = 0; i < SHOWN; i++) {
    const next = study.value.ask();
    if (next.kind !== 'run') break;
    const { configuration, number } = next.trial;
    const argv = commandFor(context, spec, folder, { configuration, number, seed: next.seed });
    if (!argv.ok) return context.fail(argv.error);
    trials.push({ configuration, command: argv.value });
  }
  if (context.json) return context.succeed({ study: folder.name, seed: study.value.plan.seed, trials });
  for (const { command } of trials) context.out(`${typedCommand(command)}\n`);
  return 0;
}

function commandFor(
  { host }: CliContext,
  spec: SearchSpec,
  { name, dir }: StudyFolder,
  trial: {
    readonly configuration: Study['state']['trials'][number]['configuration'];
    readonly number: number;
    readonly seed: number;
  },
): Result<readonly string[]> {
  return commandOf(spec, { ...trial, study: name, folder: new TrialFolder(dir, trial.number) }, host.env);
}

function tellEnd(
  context: CliContext,
  study: Study,
  spec: SearchSpec,
  folder: StudyFolder,
  { close, signal, run: runId }: Worked,
): number {
  const { state } = study;
  const [best] = recommend(state)?.trials ?? [];
  const argv =
    best === undefined
      ? ok(undefined)
      : commandFor(context, spec, folder, {
          configuration: best.configuration,
          number: best.number,
          seed: 0,
        });
  if (!argv.ok) return context.fail(argv.error);
  const summary = summaryOf(state);
  const again = expectedGain(state, state.spent.j);
  const facts = {
    study: folder.name,
    page: pageOf(context, folder),
    metric: state.plan.objectives[0]?.metric ?? '',
    saved: savedInterval(state),
    falseStops: falseStops(state),
    gain: lastGain(state),
    again: again === undefined ? undefined : { joules: state.spent.j, by: again },
  };
  if (context.json && close.problem === undefined && best !== undefined) {
    context.succeed({
      how: close.how,
      run: runId,
      study: summary,
      recommended: { trial: best.number, configuration: best.configuration, command: argv.value },
      saved: facts.saved ?? null,
      falseStops: facts.falseStops,
      lastGain: facts.gain ?? null,
      expectedGain: facts.again ?? null,
      expectedGainPerKwh: nextKwh(state) ?? null,
    });
  } else if (!context.json) {
    if (!context.quiet) {
      const look = { ...lookOf(context, {}), style: context.errStyle };
      const lines = [...studyView(summary, context.host.clock.wallMs(), look), ...endLines(facts, look)];
      context.err(`\n${lines.join('\n')}\n`);
    }
    if (best !== undefined && argv.value !== undefined && close.problem === undefined) {
      if (!context.quiet) context.err(`\nrecommended: ${configurationText(best.configuration)}\n`);
      // The command is data: a script asks for it alone.
      context.out(`${typedCommand(argv.value)}\n`);
    }
  }
  if (close.problem !== undefined) return context.fail(close.problem);
  if (close.how === 'interrupted') return 128 + constants.signals[signal ?? 'SIGINT'];
  return best === undefined ? context.fail(withoutResult(study)) : 0;
}

/** Where a dashboard that runs shows the study. */
function pageOf({ host }: CliContext, { name, dir }: StudyFolder): string | undefined {
  const address = findDashboard(host, dirname(dirname(dir)));
  return address === undefined ? undefined : `${address}studies/${encodeURIComponent(name)}`;
}

function withoutResult({ state }: Study): Problem {
  const last = state.trials.findLast(({ failure, reason }) => failure !== undefined || reason !== undefined);
  const text = last === undefined || last.reason?.rule === 'budget' ? undefined : whyOf(last);
  const over = state.over?.text ?? 'the search has ended';
  const why = text === undefined ? over : `${over}; of trial ${last?.number}: ${text}`;
  const isLimit = state.over !== undefined && Object.hasOwn(state.plan.budget, state.over.why);
  // Where trials fail, more of them may do so too.
  const look = 'look at the trials: joulebook study show';
  const fix = !isLimit
    ? look
    : last?.failure === undefined
      ? 'give it a larger --budget: the same command goes on'
      : `${look}; with a larger --budget the same command goes on`;
  return problem(isLimit ? 'E_LIMIT' : 'E_TRIAL', 'no trial has come to a result', why, fix);
}
