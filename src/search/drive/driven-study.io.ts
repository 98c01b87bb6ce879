import type { Problem } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import { err, ok, type Result, unreachable } from '../../result.ts';
import { fromObject } from '../../book/report-line.ts';
import { bad } from '../../run/agent-message.ts';
import type { RunSession } from '../../run/session.io.ts';
import type { SessionResult } from '../../run/session-end.ts';
import { parseBudget } from '../file/parse-budget.ts';
import { trialValues } from '../file/resolve-command.ts';
import type { SearchBudget, SearchSpec } from '../file/search-spec.ts';
import { takeFromInbox } from '../journal/inbox.io.ts';
import type { StudySession } from '../journal/study-session.io.ts';
import { checkConfiguration } from '../space/check-configuration.ts';
import type { Decision } from '../stoppers/stopper.ts';
import { planOfSpec } from '../study/plan-of-spec.ts';
import type { TrialToRun } from '../study/study.ts';
import { summaryOf, type TrialSummary, trialSummary } from '../study/summary.ts';
import type { TrialRecord } from '../study/trial-record.ts';
import { objectValues } from '../trial/object-values.ts';
import { pythonLiteral } from '../trial/python-literal.ts';
import { type Counting, countOn, NOTHING_SAID } from '../trial/resource-count.ts';
import type { Said } from '../trial/said.ts';
import { TrialFolder } from '../trial/trial-folder.io.ts';
import { FailureWatch, isProven } from '../workers/failure-watch.ts';
import { MeterPace } from '../workers/meter-pace.ts';
import { OtherNames } from '../workers/other-names.ts';
import { scalarsOf } from '../workers/trial-plan.ts';
import { decisionAnswer, type DriveAnswer, endedAnswer, overAnswer } from './drive-answers.ts';
import type { DriveMessage, ToldState } from './drive-message.ts';
import { isPaused, soughtIn, standing } from './driven-trial.ts';
import type { EndState, MeasuredDrive } from './measured-drive.io.ts';
import { outcomeOf, runState } from './told-outcome.ts';
import type { WorkClock } from './work-clock.ts';

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

/** What a program says of a study that is open. */
export type StudyMessage = Exclude<DriveMessage, { readonly type: 'hello' | 'open' | 'close' }>;

/** Why a budget cannot be kept here. */
export type RefuseBudget = (budget: SearchBudget, knowsCarbon: boolean) => Problem | undefined;

/** What a study at work is made of. */
export interface DrivenParts {
  readonly host: Host;
  readonly session: StudySession;
  readonly spec: SearchSpec;
  /** The study's own, which runs while trials are in flight. */
  readonly clock: WorkClock;
  readonly measured: MeasuredDrive;
  readonly refuse: RefuseBudget;
}

/** Messages whose answer is nothing new to act on, unless it is to end. */
const QUIET: ReadonlySet<DriveMessage['type']> = new Set(['report', 'look', 'best', 'trials']);
/** How long what is not urgent may wait for the disk, ms. */
const LATER_MS = 200;

/** A study at work for one program that asks, reports and tells; each of its trials is measured as a run of its own. */
export class DrivenStudy {
  readonly #host: Host;
  readonly #session: StudySession;
  readonly #spec: SearchSpec;
  readonly #clock: WorkClock;
  readonly #measured: MeasuredDrive;
  readonly #refuse: RefuseBudget;
  readonly #failures: FailureWatch;
  readonly #others: OtherNames;
  /** To be told with the next decision. */
  #warnings: Problem[] = [];
  readonly #inFlight = new Map<number, DrivenTrial>();
  /** Something was decided that may be acted on. */
  #isUrgent = false;
  #later: NodeJS.Timeout | undefined;

  constructor({ host, session, spec, clock, measured, refuse }: DrivenParts) {
    this.#host = host;
    this.#session = session;
    this.#spec = spec;
    this.#clock = clock;
    this.#measured = measured;
    this.#refuse = refuse;
    const { plan, state } = session.study;
    const proven = isProven(state.trials);
    this.#failures = new FailureWatch(proven);
    this.#others = new OtherNames(
      [...plan.objectives, ...plan.constraints].map(({ metric }) => metric),
      proven,
    );
    measured.root.onSample(() => this.#sample());
  }

  /** Whether the program that trains lives. */
  get isWanted(): boolean {
    return this.#measured.isAlive;
  }

  /** Answers a message. What it has decided may be told once {@link flush} has succeeded. */
  hear(message: StudyMessage): Result<DriveAnswer> {
    if (!QUIET.has(message.type)) this.#isUrgent = true;
    switch (message.type) {
      case 'ask':
        return this.#ask();
      case 'report':
        return this.#withTrial(message.trial, (trial) => this.#report(trial, message.values, message.step));
      case 'look':
        return this.#withTrial(message.trial, (trial) => this.#look(trial));
      case 'tell':
        return this.#withTrial(message.trial, (trial) => this.#tell(trial, message));
      case 'enqueue':
        return this.#enqueue(message.parameters);
      case 'budget':
        return this.#budget(message.budgets);
      case 'best':
      case 'trials':
        return ok(this.#looked(message.type));
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
    const failed = this.#session.flush();
    this.#isUrgent = failed !== undefined; // what could not be written comes first the next time
    return failed;
  }

  /** Closes the study; what is in flight is lost, and will be given out again. */
  async close(state: 'ok' | 'failed' | 'interrupted'): Promise<Result<DriveAnswer>> {
    const { study } = this.#session;
    for (const flight of this.#inFlight.values()) {
      const { number } = flight.trial;
      study.tell(number, { state: 'lost', usage: this.#measured.usage(number) });
      this.#land(flight, 'interrupted');
    }
    const failed = this.#flushNow();
    this.#session.close();
    const ended = await this.#measured.close(state);
    return failed === undefined ? ok(endedAnswer(ended, this.#measured.warnings)) : err(failed);
  }

  #ask(): Result<DriveAnswer> {
    const { study, folder } = this.#session;
    this.#clock.begin();
    const next = this.#measured.proposing(() => {
      takeFromInbox(folder, study, () => this.#session.flush());
      return study.ask();
    });
    if (next.kind === 'run') return this.#begin(next); // the clock runs on until it is told
    this.#clock.end();
    this.#account();
    return ok(next.kind === 'wait' ? { type: 'wait' } : overAnswer(next));
  }

  #begin({ trial: { number }, attempt, seed, resume, until }: TrialToRun): Result<DriveAnswer> {
    const { study, folder: home } = this.#session;
    const trial = study.state.trial(number);
    const folder = new TrialFolder(home.dir, number);
    const isResumed = resume && folder.hasCheckpoint;
    const parameters = trialValues(this.#spec, trial.configuration);
    const input = { study: home.name, number, parameters, seed, isResumed, until };
    const failed = folder.prepare(input);
    const begun =
      failed === undefined
        ? this.#measured.begin(number, `${home.name}-${number}`, scalarsOf(parameters))
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
      pace: new MeterPace(this.#host.clock.bootS()),
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
    flight: DrivenTrial,
    values: Readonly<Record<string, unknown>>,
    step: number | undefined,
  ): Result<DriveAnswer> {
    const { plan } = this.#session.study;
    const key = plan.resource ?? flight.counting.key ?? 'step';
    const said = { ...objectValues(values), ...(step === undefined ? {} : { [key]: step }) };
    const planned = key === 'epoch' && plan.maxResource !== undefined ? { epochs: plan.maxResource } : {};
    flight.session.told.report(fromObject({ ...planned, ...said }));
    const decision = this.#hear(flight, said);
    return decision.ok ? ok(decisionAnswer(decision.value, this.#warnings.splice(0))) : decision;
  }

  /** Takes in what a trial says, by its driver or in its report file. */
  #hear(flight: DrivenTrial, said: Said): Result<Decision> {
    const { trial } = flight;
    const { study } = this.#session;
    const metrics = soughtIn(study.plan, said);
    const counted = metrics === undefined ? undefined : countOn(flight.counting, said, study.plan.resource);
    if (metrics === undefined) {
      const warning = this.#others.take(said);
      if (warning !== undefined) this.#warnings.push(warning);
    } else this.#others.proven();
    if (metrics === undefined || counted === undefined) return ok(standing(trial));
    flight.counting = counted;
    flight.hasSpoken = true;
    if (trial.sentence !== undefined) {
      flight.isLate = true;
      return ok(trial.sentence);
    }
    const usage = this.#measured.usage(trial.number);
    flight.pace.noted(this.#host.clock.bootS(), usage.joules);
    const decision = study.report(trial.number, { resource: counted.last, metrics, usage });
    if (decision.ok && decision.value.action !== 'continue') this.#sentenced(flight);
    return decision;
  }

  #look(flight: DrivenTrial): Result<DriveAnswer> {
    flight.session.hearReports();
    this.#meter(flight);
    return ok(decisionAnswer(standing(flight.trial), this.#warnings.splice(0)));
  }

  /** What trials have used that say nothing is written down now and then; it may end them. */
  #sample(): void {
    for (const flight of this.#inFlight.values()) this.#meter(flight);
    this.#flushNow(); // where that fails, the program is told with its next answer
  }

  #meter(flight: DrivenTrial): void {
    const { trial, pace } = flight;
    const { study } = this.#session;
    const usage = this.#measured.usage(trial.number);
    const now = this.#host.clock.bootS();
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
    flight: DrivenTrial,
    told: {
      readonly state: ToldState;
      readonly values: Readonly<Record<string, unknown>>;
      readonly why?: string;
    },
  ): Result<DriveAnswer> {
    flight.session.hearReports(); // what it has appended before it came to its end
    const { study } = this.#session;
    const { number } = flight.trial;
    const usage = this.#measured.usage(number);
    const state =
      told.state === 'complete' && isPaused(flight.trial, flight.isLate, study.plan) ? 'paused' : told.state;
    const metrics = soughtIn(study.plan, objectValues(told.values));
    if (metrics !== undefined) flight.hasSpoken = true;
    flight.session.told.report(fromObject(objectValues(told.values)));
    const fate =
      state === 'paused'
        ? study.pause(number, usage)
        : study.tell(number, outcomeOf({ ...told, state }, metrics, flight.trial, usage));
    if (!fate.ok) return fate;
    if (fate.value.state === 'paused') flight.folder.keepCounting(flight.counting);
    if (fate.value.state === 'stopped' || fate.value.state === 'failed') flight.folder.dropCheckpoint();
    const ended = this.#land(flight, runState(state, fate.value), told.why);
    const { failure, reason } = study.state.trial(number);
    const failing =
      state === 'lost'
        ? undefined
        : this.#failures.take({
            trial: number,
            failed: fate.value.state === 'failed' || fate.value.again,
            again: fate.value.again,
            hasSpoken: flight.hasSpoken,
            isIncomplete: failure?.kind === 'no-metric',
          });
    return ok({
      type: 'told',
      trial: number,
      ...fate.value,
      joules: usage.joules,
      values: trialSummary(flight.trial, study.plan.objectives).values,
      ...(ended === undefined ? {} : { energy: ended.record.energy.wall, record: ended.recordPath }),
      ...(failure === undefined || !(fate.value.state === 'failed' || fate.value.again)
        ? {}
        : { why: failure.text }),
      ...(reason === undefined ? {} : { reason }),
      ...(failing === undefined ? {} : { failing }),
    });
  }

  /** A trial is in flight no more. */
  #land({ trial: { number } }: DrivenTrial, state: EndState, why?: string): SessionResult | undefined {
    this.#inFlight.delete(number);
    const ended = this.#measured.end(number, state, why);
    this.#clock.end();
    this.#account();
    return ended;
  }

  /** What was used beside the trials. */
  #account(): void {
    const used = this.#measured.takeEngine();
    if (used.joules > 0) this.#session.study.spend(used);
  }

  #enqueue(given: Readonly<Record<string, unknown>>): Result<DriveAnswer> {
    const { study } = this.#session;
    const checked = checkConfiguration(study.plan.space, given);
    if (!checked.ok) return err(checked.error[0] as Problem);
    return ok({ type: 'queued', trial: study.enqueue(checked.value) });
  }

  #budget(budgets: readonly string[]): Result<DriveAnswer> {
    const { study } = this.#session;
    const { plan } = study;
    let budget: SearchBudget = {};
    for (const text of budgets) {
      const parsed = parseBudget(text, 'budget');
      if (!parsed.ok) return parsed;
      budget = { ...budget, ...parsed.value };
    }
    const refused = this.#refuse(budget, this.#measured.knowsCarbon);
    if (refused !== undefined) return err(refused);
    const next = planOfSpec({ ...this.#spec, budget }, plan);
    if (JSON.stringify(next.budget) !== JSON.stringify(plan.budget))
      study.change({ ...plan, budget: next.budget });
    return ok({ type: 'ok' });
  }

  #looked(type: 'best' | 'trials'): DriveAnswer {
    const { state } = this.#session.study;
    const shaped = ({ configuration, ...trial }: TrialSummary): object => ({
      ...trial,
      parameters: trialValues(this.#spec, configuration),
    });
    const summary = summaryOf(state);
    const { recommended, isComplete } = summary;
    if (type === 'best') return { type, isComplete, best: recommended.map(shaped) };
    const list = state.trials.map((trial) => shaped(trialSummary(trial, state.plan.objectives)));
    return { type, summary: { ...summary, recommended: recommended.map(shaped) }, list };
  }

  #withTrial(number: number, act: (trial: DrivenTrial) => Result<DriveAnswer>): Result<DriveAnswer> {
    const flight = this.#inFlight.get(number);
    if (flight !== undefined) return act(flight);
    return err(bad(`trial ${number} is not in flight`, 'it was not given out here, or it has been told'));
  }
}
