import { type Problem, problem } from '../../errors.ts';
import type { Clock, Host } from '../../host/host.ts';
import { err, ok, type Result, unreachable } from '../../result.ts';
import { bad } from '../../run/agent-message.ts';
import type { RunSession } from '../../run/session.io.ts';
import { fromObject } from '../../book/report-line.ts';
import { parseBudget } from '../file/parse-budget.ts';
import { trialValues } from '../file/resolve-command.ts';
import type { SearchBudget, SearchSpec } from '../file/search-spec.ts';
import { unheededByDrivers } from '../file/unheeded.ts';
import { takeFromInbox } from '../journal/inbox.io.ts';
import type { StudySession } from '../journal/study-session.io.ts';
import { checkConfiguration } from '../space/check-configuration.ts';
import type { Decision } from '../stoppers/stopper.ts';
import type { Fate, Outcome } from '../study/outcome.ts';
import { planOfSpec } from '../study/plan-of-spec.ts';
import type { TrialToRun } from '../study/study.ts';
import type { TrialRecord } from '../study/trial-record.ts';
import { summaryOf, type TrialSummary, trialSummary } from '../study/summary.ts';
import type { TrialSession } from '../trial/measured-trials.io.ts';
import { objectValues } from '../trial/object-values.ts';
import { pythonLiteral } from '../trial/python-literal.ts';
import { type Counting, countOn, NOTHING_SAID } from '../trial/resource-count.ts';
import type { Said } from '../trial/said.ts';
import { TrialFolder } from '../trial/trial-folder.io.ts';
import { endLeftovers } from '../workers/end-leftovers.io.ts';
import { FailureWatch } from '../workers/failure-watch.ts';
import { MeterPace } from '../workers/meter-pace.ts';
import { scalarsOf } from '../workers/trial-plan.ts';
import { decisionAnswer, endedAnswer, type DriveAnswer, openedAnswer, overAnswer } from './drive-answers.ts';
import type { DriveMessage, OpenRequest, ToldState } from './drive-message.ts';
import { isPaused, soughtIn, standing } from './driven-trial.ts';
import { type EndState, MeasuredDrive } from './measured-drive.io.ts';
import { WorkClock } from './work-clock.ts';

/** A study that was asked for, and is worked on from now on. */
export interface OpenedStudy {
  readonly session: StudySession;
  readonly spec: SearchSpec;
  readonly isNew: boolean;
  /** What of its plan is another than before. */
  readonly changed: readonly string[];
}

/** A study that is asked for. */
export interface AskedStudy {
  readonly name: string;
  readonly spec: SearchSpec;
  /** Makes it, or goes on with it. @param clock the study's own. */
  readonly open: (clock: Clock) => Result<OpenedStudy>;
}

/** What a driver of studies needs of the world. */
export interface DriveWorld {
  readonly host: Host;
  readonly options: TrialSession;
  /** The process that started us. */
  readonly parentPid: number;
  /** Reads what is asked for. */
  readonly read: (request: OpenRequest) => Result<AskedStudy>;
  /** Why a budget cannot be kept here. */
  readonly refuse: (budget: SearchBudget, knowsCarbon: boolean) => Problem | undefined;
}

interface Work extends OpenedStudy {
  readonly measured: MeasuredDrive;
  readonly failures: FailureWatch;
}

/** A trial that the program has been given and has not told yet. */
interface DrivenTrial {
  readonly trial: TrialRecord;
  readonly session: RunSession;
  readonly folder: TrialFolder;
  readonly pace: MeterPace;
  counting: Counting;
  /** It has said something of what is sought. */
  hasSpoken: boolean;
  /** It has reported after it was decided against: it goes on regardless. */
  isLate: boolean;
}

/** Messages whose answer is nothing new to act on, unless it is to end. */
const QUIET: ReadonlySet<DriveMessage['type']> = new Set(['report', 'look', 'best', 'trials']);
/** How long what is not urgent may wait for the disk, ms. */
const LATER_MS = 200;

/** A study at work for one program that asks, reports and tells; each of its trials is measured as a run of its own. */
export class Driver {
  readonly #world: DriveWorld;
  readonly #clock: WorkClock;
  readonly #inFlight = new Map<number, DrivenTrial>();
  #work: Work | undefined;
  #isClosed = false;
  /** Something was decided that may be acted on. */
  #isUrgent = false;
  #later: NodeJS.Timeout | undefined;

  constructor(world: DriveWorld) {
    this.#world = world;
    this.#clock = new WorkClock(world.host.clock);
  }

  /** The study was closed: nothing is left to do. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** True while the program that trains lives; before it has opened a study, while we have the parent we were born with. */
  get isWanted(): boolean {
    if (this.#work !== undefined) return this.#work.measured.isAlive;
    return process.ppid === this.#world.parentPid;
  }

  /** Answers a message. What it has decided may be told once {@link flush} has succeeded. */
  hear(message: DriveMessage): Result<DriveAnswer> | Promise<Result<DriveAnswer>> {
    if (message.type === 'hello') return ok({ type: 'ok' });
    if (message.type === 'open') return this.#open(message);
    const work = this.#work;
    if (work === undefined) {
      const why = this.#isClosed ? 'it is closed' : 'none has been opened';
      return err(problem('E_PROTOCOL', `"${message.type}" without a study`, why, 'send "open" first'));
    }
    if (!QUIET.has(message.type)) this.#isUrgent = true;
    switch (message.type) {
      case 'ask':
        return this.#ask(work);
      case 'report':
        return this.#withTrial(message.trial, (trial) =>
          this.#report(work, trial, message.values, message.step),
        );
      case 'look':
        return this.#withTrial(message.trial, (trial) => this.#look(work, trial));
      case 'tell':
        return this.#withTrial(message.trial, (trial) => this.#tell(work, trial, message));
      case 'enqueue':
        return this.#enqueue(work, message.parameters);
      case 'budget':
        return this.#budget(work, message.budgets);
      case 'best':
      case 'trials':
        return ok(this.#looked(work, message.type));
      case 'close':
        return this.#close(work, message.state);
      default:
        return unreachable(message);
    }
  }

  /**
   * Puts on the disk what was decided. That a trial goes on can wait a moment: whoever is killed until then begins its attempt anew, and what it had
   * reported is void.
   */
  flush(): Problem | undefined {
    if (!this.#isUrgent) {
      this.#later ??= setTimeout(() => void this.#flushNow(), LATER_MS);
      return undefined;
    }
    return this.#flushNow();
  }

  #flushNow(): Problem | undefined {
    clearTimeout(this.#later);
    this.#later = undefined;
    const failed = this.#work?.session.flush();
    this.#isUrgent = failed !== undefined; // what could not be written comes first the next time
    return failed;
  }

  /** The program has gone: what it had in flight is lost, and will be given out again. */
  async abandon(): Promise<void> {
    if (this.#work !== undefined) await this.#close(this.#work, 'interrupted');
  }

  async #open(request: OpenRequest): Promise<Result<DriveAnswer>> {
    const { host, options, parentPid, read, refuse } = this.#world;
    if (this.#work !== undefined || this.#isClosed)
      return err(problem('E_PROTOCOL', 'one process drives one study', undefined, 'start another'));
    const asked = read(request);
    if (!asked.ok) return asked;
    const { name, spec } = asked.value;
    const driven = { pid: request.pid ?? parentPid, command: request.command };
    const measured = MeasuredDrive.open(host, options, driven, name);
    if (!measured.ok) return measured;
    const refused = refuse(spec.budget, measured.value.knowsCarbon);
    const opened = refused === undefined ? asked.value.open(this.#clock) : err(refused);
    if (!opened.ok) {
      measured.value.discard();
      return opened;
    }
    const { session } = opened.value;
    const { dir } = session.folder;
    await endLeftovers(host, dir);
    session.study.loseRunning();
    const { trials } = session.study.state;
    const failures = new FailureWatch(
      trials.some(({ state }) => state === 'complete' || state === 'stopped'),
    );
    const work = { ...opened.value, measured: measured.value, failures };
    this.#work = work;
    measured.value.root.onSample(() => this.#sample(work));
    const { root, warnings } = measured.value;
    return ok(
      openedAnswer({
        study: session.study,
        name,
        isNew: opened.value.isNew,
        changed: opened.value.changed,
        run: root.id,
        nested: root.isNested,
        variables: root.variables,
        warnings: [...spec.warnings, ...unheededByDrivers(spec), ...session.problems, ...warnings],
      }),
    );
  }

  #ask(work: Work): Result<DriveAnswer> {
    const { session, measured } = work;
    const { study, folder } = session;
    this.#clock.begin();
    const next = measured.proposing(() => {
      takeFromInbox(folder, study, () => session.flush());
      return study.ask();
    });
    if (next.kind === 'run') return this.#begin(work, next); // the clock runs on until it is told
    this.#clock.end();
    this.#account(work);
    return ok(next.kind === 'wait' ? { type: 'wait' } : overAnswer(next));
  }

  #begin(
    { session, spec, measured }: Work,
    { trial: { number }, attempt, seed, resume, until }: TrialToRun,
  ): Result<DriveAnswer> {
    const { study, folder: home } = session;
    const trial = study.state.trial(number);
    const folder = new TrialFolder(home.dir, number);
    const isResumed = resume && folder.hasCheckpoint;
    const parameters = trialValues(spec, trial.configuration);
    const input = { study: home.name, number, parameters, seed, isResumed, until };
    const failed = folder.prepare(input);
    const begun =
      failed === undefined
        ? measured.begin(number, `${home.name}-${number}`, scalarsOf(parameters))
        : err(failed);
    if (!begun.ok) {
      this.#clock.end();
      study.tell(number, { state: 'lost' });
      return begun;
    }
    const run = begun.value;
    const flight: DrivenTrial = {
      trial,
      session: run,
      folder,
      pace: new MeterPace(this.#world.host.clock.bootS()),
      counting: isResumed ? folder.counting : NOTHING_SAID,
      hasSpoken: false,
      isLate: false,
    };
    run.onReport((text) => {
      const object = pythonLiteral(text);
      if (object !== undefined) void this.#hear(flight, objectValues(object));
    });
    this.#inFlight.set(number, flight);
    return ok({
      type: 'trial',
      trial: number,
      attempt,
      seed,
      resumed: isResumed,
      parameters,
      maxResource: until ?? null,
      checkpoints: folder.checkpoints,
      run: run.id,
      environment: { ...folder.variables(input), ...run.variables },
    });
  }

  #report(
    { session }: Work,
    flight: DrivenTrial,
    values: Readonly<Record<string, unknown>>,
    step: number | undefined,
  ): Result<DriveAnswer> {
    const key = session.study.plan.resource ?? flight.counting.key ?? 'step';
    const said = { ...objectValues(values), ...(step === undefined ? {} : { [key]: step }) };
    const until = session.study.plan.maxResource;
    const planned = key === 'epoch' && until !== undefined ? { epochs: until } : {};
    flight.session.told.report(fromObject({ ...planned, ...said }));
    const decision = this.#hear(flight, said);
    return decision.ok ? ok(decisionAnswer(decision.value)) : decision;
  }

  /** Takes in what a trial says, by its driver or in its report file. */
  #hear(flight: DrivenTrial, said: Said): Result<Decision> {
    const work = this.#work;
    const { trial } = flight;
    if (work === undefined) return ok(standing(trial));
    const { study } = work.session;
    const metrics = soughtIn(study.plan, said);
    const counted = metrics === undefined ? undefined : countOn(flight.counting, said, study.plan.resource);
    if (metrics === undefined || counted === undefined) return ok(standing(trial));
    flight.counting = counted;
    flight.hasSpoken = true;
    if (trial.sentence !== undefined) {
      flight.isLate = true;
      return ok(trial.sentence);
    }
    const usage = work.measured.usage(trial.number);
    flight.pace.noted(this.#world.host.clock.bootS(), usage.joules);
    const decision = study.report(trial.number, { resource: counted.last, metrics, usage });
    if (decision.ok && decision.value.action !== 'continue') this.#sentenced(flight);
    return decision;
  }

  #look(work: Work, flight: DrivenTrial): Result<DriveAnswer> {
    this.#meter(work, flight);
    return ok(decisionAnswer(standing(flight.trial)));
  }

  /** What trials have used that say nothing is written down now and then; it may end them. */
  #sample(work: Work): void {
    for (const flight of this.#inFlight.values()) this.#meter(work, flight);
    this.#flushNow(); // where that fails, the program is told with its next answer
  }

  #meter({ session: { study }, measured }: Work, flight: DrivenTrial): void {
    const { trial, pace } = flight;
    const usage = measured.usage(trial.number);
    const now = this.#world.host.clock.bootS();
    if (trial.state !== 'running' || !pace.isDue(now, usage.joules, study.plan.budget)) return;
    pace.noted(now, usage.joules);
    const decision = study.meter(trial.number, usage);
    if (decision.ok && decision.value.action !== 'continue') this.#sentenced(flight);
  }

  #sentenced({ folder }: DrivenTrial): void {
    this.#isUrgent = true;
    folder.askToStop();
  }

  #tell(
    work: Work,
    flight: DrivenTrial,
    told: {
      readonly state: ToldState;
      readonly values: Readonly<Record<string, unknown>>;
      readonly why?: string;
    },
  ): Result<DriveAnswer> {
    const { study } = work.session;
    const { number } = flight.trial;
    const usage = work.measured.usage(number);
    const state =
      told.state === 'complete' && isPaused(flight.trial, flight.isLate, study.plan) ? 'paused' : told.state;
    const metrics = soughtIn(study.plan, objectValues(told.values));
    if (metrics !== undefined) flight.hasSpoken = true;
    flight.session.told.report(fromObject(objectValues(told.values)));
    const fate =
      state === 'paused'
        ? study.pause(number, usage)
        : study.tell(number, outcomeOf(state, metrics, told.why, flight, usage));
    if (!fate.ok) return fate;
    if (fate.value.state === 'paused') flight.folder.keepCounting(flight.counting);
    if (fate.value.state === 'stopped' || fate.value.state === 'failed') flight.folder.dropCheckpoint();
    const ended = this.#land(work, flight, runState(state, fate.value), told.why);
    const failing =
      state === 'lost' || state === 'paused'
        ? undefined
        : work.failures.take({
            trial: number,
            failed: fate.value.state === 'failed' || fate.value.again,
            again: fate.value.again,
            hasSpoken: flight.hasSpoken,
          });
    const { failure, reason } = study.state.trial(number);
    return ok({
      type: 'told',
      trial: number,
      ...fate.value,
      joules: usage.joules,
      values: trialSummary(flight.trial, study.plan.objectives).values,
      ...(ended === undefined ? {} : { energy: ended.record.energy.wall, record: ended.recordPath }),
      ...(failure === undefined ? {} : { why: failure.text }),
      ...(reason === undefined ? {} : { reason }),
      ...(failing === undefined ? {} : { failing }),
    });
  }

  /** A trial is in flight no more. */
  #land(
    work: Work,
    { trial: { number } }: DrivenTrial,
    state: EndState,
    why?: string,
  ): ReturnType<MeasuredDrive['end']> {
    this.#inFlight.delete(number);
    const ended = work.measured.end(number, state, why);
    this.#clock.end();
    this.#account(work);
    return ended;
  }

  /** What was used beside the trials. */
  #account({ session: { study }, measured }: Work): void {
    const used = measured.takeEngine();
    if (used.joules > 0) study.spend(used);
  }

  #enqueue({ session: { study } }: Work, given: Readonly<Record<string, unknown>>): Result<DriveAnswer> {
    const checked = checkConfiguration(study.plan.space, given);
    if (!checked.ok) return err(checked.error[0] as Problem);
    return ok({ type: 'queued', trial: study.enqueue(checked.value) });
  }

  #budget({ session, spec, measured }: Work, budgets: readonly string[]): Result<DriveAnswer> {
    const { plan } = session.study;
    let budget: SearchBudget = {};
    for (const text of budgets) {
      const parsed = parseBudget(text, 'budget');
      if (!parsed.ok) return parsed;
      budget = { ...budget, ...parsed.value };
    }
    const refused = this.#world.refuse(budget, measured.knowsCarbon);
    if (refused !== undefined) return err(refused);
    const next = planOfSpec({ ...spec, budget }, plan);
    if (JSON.stringify(next.budget) !== JSON.stringify(plan.budget))
      session.study.change({ ...plan, budget: next.budget });
    return ok({ type: 'ok' });
  }

  #looked({ session: { study }, spec }: Work, type: 'best' | 'trials'): DriveAnswer {
    const { state } = study;
    const shaped = ({ configuration, ...trial }: TrialSummary): object => ({
      ...trial,
      parameters: trialValues(spec, configuration),
    });
    const summary = summaryOf(state);
    const { recommended, isComplete } = summary;
    if (type === 'best') return { type, isComplete, best: recommended.map(shaped) };
    const list = state.trials.map((trial) => shaped(trialSummary(trial, state.plan.objectives)));
    return { type, summary: { ...summary, recommended: recommended.map(shaped) }, list };
  }

  async #close(work: Work, state: 'ok' | 'failed' | 'interrupted'): Promise<Result<DriveAnswer>> {
    const { session, measured } = work;
    this.#isClosed = true;
    for (const flight of this.#inFlight.values()) {
      session.study.tell(flight.trial.number, { state: 'lost', usage: measured.usage(flight.trial.number) });
      this.#land(work, flight, 'interrupted');
    }
    const failed = this.#flushNow();
    this.#work = undefined;
    session.close();
    const ended = await measured.close(state);
    return failed === undefined ? ok(endedAnswer(ended, measured.warnings)) : err(failed);
  }

  #withTrial(number: number, act: (trial: DrivenTrial) => Result<DriveAnswer>): Result<DriveAnswer> {
    const flight = this.#inFlight.get(number);
    if (flight !== undefined) return act(flight);
    return err(bad(`trial ${number} is not in flight`, 'it was not given out here, or it has been told'));
  }
}

function outcomeOf(
  state: Exclude<ToldState, 'paused'>,
  metrics: Readonly<Record<string, number>> | undefined,
  why: string | undefined,
  { trial }: DrivenTrial,
  usage: NonNullable<Outcome['usage']>,
): Outcome {
  switch (state) {
    case 'complete':
      return { state, usage, ...(metrics === undefined ? {} : { metrics }) };
    case 'stopped': {
      const resource = trial.reports.at(-1)?.resource ?? 0;
      return {
        state,
        usage,
        ...(why === undefined ? {} : { reason: { rule: 'told', resource, text: why } }),
      };
    }
    case 'failed': // an exception is to a function what an exit code is to a program: the file's `retry` holds for it
      return { state, usage, failure: { kind: 'exit', text: why ?? 'its driver said so', exitCode: 1 } };
    default:
      return { state, usage };
  }
}

/** How the run of a trial is recorded. */
function runState(told: ToldState, { state }: Fate): EndState {
  if (told === 'lost') return 'interrupted';
  if (told === 'failed' || state === 'failed') return 'failed';
  return state === 'complete' ? 'ok' : 'stopped';
}
