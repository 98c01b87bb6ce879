import { err, ok, type Result } from '../../result.ts';
import { streamOf } from '../random/stream-of.ts';
import type { Configuration } from '../space/configuration.ts';
import { CONTINUE, type Decision, type StopReason } from '../stoppers/stopper.ts';
import { BatchMind } from './batch-mind.ts';
import { HARD_STOP, RESERVE, spentText } from './budget.ts';
import { type Metrics, metricsToJson } from './metrics.ts';
import type { Mind, StudyEngine } from './mind.ts';
import { asLoss } from './objective.ts';
import { amountsOf, asItCounts, type Fate, isTriedAgain, type Outcome, type Usage } from './outcome.ts';
import { planToJson } from './plan-json.ts';
import { nextKwh } from './next-kwh.ts';
import { PresentMind } from './present-mind.ts';
import { recommend } from './recommend.ts';
import type { SearchEnd, StudyBegun, StudyEvent, TimedEvent } from './study-event.ts';
import type { StudyPlan } from './study-plan.ts';
import { badResource, noTrial, notRunning } from './study-problems.ts';
import { StudyState } from './study-state.ts';
import type { Trial } from './trial.ts';
import type { TrialRecord } from './trial-record.ts';

/** What a trial says at a point of its training. */
export interface TrialReport {
  /** Where it is; without it one more than at its last report. */
  readonly resource?: number;
  readonly metrics: Metrics;
  readonly usage?: Usage;
}

/** What to do next. */
export type Ask =
  | TrialToRun
  /** Nothing now: others must end first. */
  | { readonly kind: 'wait' }
  /** Nothing any more; running trials may end. */
  | { readonly kind: 'over'; readonly why: SearchEnd; readonly text: string };

/** A trial to be started now. */
export interface TrialToRun {
  readonly kind: 'run';
  readonly trial: Trial;
  /** From 1. */
  readonly attempt: number;
  /** For the trial's own random numbers: the same for each attempt. 31 bits. */
  readonly seed: number;
  /** Goes on from its checkpoint. */
  readonly resume: boolean;
  /** Resource of a full training, if it is known. */
  readonly until: number | undefined;
}

const SEED_BITS = 2 ** 31;

/** Why a paused trial goes on that is to be recommended. */
function finishing(best: TrialRecord): StopReason {
  return {
    rule: 'final',
    resource: best.reports.at(-1)?.resource ?? 0,
    text: 'it is the one to be recommended, and is trained to its end of the reserve',
  };
}

/** Two digits, rounded down: what is less than something is shown as less. */
function twoDigits(value: number): string {
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return value > 0 ? String(Number((Math.floor(value / unit) * unit).toPrecision(2))) : '0';
}

/**
 * A study at work. It changes nothing but itself: what happened is in {@link takeEvents}, and is to be on the disk before anybody acts on an
 * answer. All times are the study's own: seconds in which it was at work.
 *
 * @example
 * const engine = engineOf(plan);
 * const study = Study.begin(plan, engine.value, { at: '2026-11-26T08:00:00Z', time: () => 0 });
 * const next = study.ask();
 * if (next.kind === 'run') study.report(next.trial.number, { resource: 1, metrics: { loss: 0.3 }, usage: { joules: 12 } });
 */
export class Study {
  readonly state: StudyState;
  readonly #mind: Mind;
  readonly #time: () => number;
  #fresh: TimedEvent[] = [];

  private constructor(begun: StudyBegun, engine: StudyEngine, time: () => number) {
    this.state = new StudyState(begun);
    this.#mind = this.state.plan.deterministic
      ? new BatchMind(this.state, engine)
      : new PresentMind(this.state, engine);
    this.#time = time;
  }

  /** Makes a new study. @param from.time the study's own time, in seconds; it never goes back. */
  static begin(
    plan: StudyPlan,
    engine: StudyEngine,
    from: { readonly at: string; readonly time: () => number },
  ): Study {
    const begun: StudyBegun = { k: 'study', v: 1, at: from.at, plan: planToJson(plan) };
    const study = new Study(JSON.parse(JSON.stringify(begun)) as StudyBegun, engine, from.time);
    study.#fresh.push({ t: from.time(), event: begun });
    return study;
  }

  /** Makes a study again from its events; its sampler and stopper are told of all of them. */
  static replay(
    begun: StudyBegun,
    events: Iterable<TimedEvent>,
    engine: StudyEngine,
    time: () => number,
  ): Study {
    const study = new Study(begun, engine, time);
    for (const { t, event } of events) study.#take(t, event);
    return study;
  }

  get plan(): StudyPlan {
    return this.state.plan;
  }

  /** What has happened since the last call, for the journal. */
  takeEvents(): readonly TimedEvent[] {
    const fresh = this.#fresh;
    this.#fresh = [];
    return fresh;
  }

  /** Somebody begins to work on the study. Trials that still run are theirs, or are to be told as lost: {@link loseRunning}. */
  open(at: string): void {
    this.#add({ k: 'open', at });
  }

  /** All running trials are lost with whoever watched them. */
  loseRunning(): readonly Fate[] {
    const running = this.state.trials.filter(({ state }) => state === 'running');
    return running.map(({ number }) => this.#conclude(this.state.trial(number), { state: 'lost' }));
  }

  /** Whether a trial that was begun may be tried again: always, unless what ended the search also ends its trials. */
  get #mayGoOn(): boolean {
    const { over } = this.state;
    return over === undefined || over.why === 'trials' || over.why === 'space' || over.why === 'worth';
  }

  /** The trial to be started next. */
  ask(): Ask {
    this.#judge();
    const again = this.#waiting((trial) => trial.attempt > 0);
    const { over } = this.state;
    if (again !== undefined && this.#mayGoOn)
      return this.#start(again, again.atResume === undefined ? undefined : again.resumedFor);
    if (over !== undefined) return this.#paused(over.why) ?? { kind: 'over', ...over };
    if (!this.#mind.mayStart) return { kind: 'wait' };
    if (this.state.use.part >= 1 - RESERVE) {
      const final = this.#final();
      if (final !== undefined) return final;
    }
    const queued = this.#waiting(({ attempt }) => attempt === 0);
    if (queued !== undefined) return this.#start(queued);
    if (this.#isNotWorth()) return this.ask();
    const promoted = this.#mind.promote();
    if (promoted !== undefined) return this.#start(this.state.trial(promoted.trial), promoted.reason);
    return this.#propose();
  }

  /** Takes in a report and says what becomes of the trial. */
  report(number: number, { resource, metrics, usage = {} }: TrialReport): Result<Decision> {
    const trial = this.#running(number);
    if (!trial.ok) return trial;
    const x = resource ?? Math.floor(trial.value.reports.at(-1)?.resource ?? 0) + 1;
    if (!Number.isFinite(x) || x < 0) return err(badResource(number, x));
    this.#add({ k: 'report', n: number, x, m: metricsToJson(metrics), ...amountsOf(usage) });
    return ok(this.#decide(trial.value, x));
  }

  /** Takes in the energy of a trial that says nothing. Its answer may be to stop: the budget is spent. */
  meter(number: number, usage: Usage & { readonly joules: number }): Result<Decision> {
    const trial = this.#running(number);
    if (!trial.ok) return trial;
    const { j = 0, ...rest } = amountsOf(usage);
    this.#add({ k: 'energy', n: number, j, ...rest });
    return ok(this.#overspent(trial.value));
  }

  /** Takes in what the search itself has used, beside its trials, since the last time. */
  spend(usage: Usage & { readonly joules: number }): void {
    const { j = 0, ...rest } = amountsOf(usage);
    this.#add({ k: 'engine', j, ...rest });
  }

  /** A trial's process has ended as it was told to pause. @param keepsNothing whether it has left no checkpoint to go on from. */
  pause(number: number, usage: Usage = {}, keepsNothing = false): Result<Fate> {
    const trial = this.#running(number);
    if (!trial.ok) return trial;
    const empty = keepsNothing ? { empty: true as const } : {};
    this.#add({ k: 'pause', n: number, ...empty, ...amountsOf(usage) });
    return ok({ state: 'paused', again: false });
  }

  /** A trial has ended. What a stopper has ended counts as stopped, however its process ended. */
  tell(number: number, outcome: Outcome): Result<Fate> {
    const trial = this.#running(number);
    return trial.ok ? ok(this.#conclude(trial.value, outcome)) : trial;
  }

  /** Puts a configuration in the queue; it is tried before anything is proposed. @returns the trial's number. */
  enqueue(configuration: Configuration, origin: 'enqueued' | 'warm-start' = 'enqueued'): number {
    const n = this.state.trials.length;
    this.#add({ k: 'queue', n, configuration, origin });
    return n;
  }

  /**
   * Takes in a trial of another study or program. It costs this study nothing; sampler and stopper learn from it.
   *
   * @returns the trial's number.
   */
  adopt(
    configuration: Configuration,
    reports: readonly (TrialReport & { readonly resource: number })[],
    outcome: Exclude<Outcome, { state: 'lost' }>,
  ): number {
    const n = this.state.trials.length;
    this.#add({ k: 'queue', n, configuration, origin: 'imported' });
    for (const { resource, metrics, usage = {} } of reports)
      this.#add({ k: 'report', n, x: resource, m: metricsToJson(metrics), ...amountsOf(usage) });
    this.#end(this.state.trial(n), outcome, false);
    return n;
  }

  /** Starts no new trial any more. */
  finish(why: SearchEnd, text: string): void {
    if (this.state.over === undefined) this.#add({ k: 'over', why, text });
  }

  /** Goes by another plan from now on; a search that was over may go on. What was searched and for what must be the same. */
  change(plan: StudyPlan): void {
    this.#add({ k: 'plan', plan: planToJson(plan) });
  }

  #add(event: StudyEvent): void {
    const t = Math.max(this.state.t, Math.round(this.#time() * 1000) / 1000);
    this.#fresh.push({ t, event });
    this.#take(t, event);
  }

  #take(t: number, event: StudyEvent): void {
    const told = this.state.apply(t, event);
    if (told !== undefined) this.#mind.take(told);
    else if (event.k === 'end' && event.again === true) this.#mind.again(this.state.trial(event.n));
  }

  #running(number: number): Result<TrialRecord> {
    const trial = this.state.trials[number];
    if (trial?.state === 'running') return ok(trial);
    return err(trial === undefined ? noTrial(number, this.state.trials.length) : notRunning(trial));
  }

  /** Of those that wait, the one with the least number. */
  #waiting(which: (trial: TrialRecord) => boolean): TrialRecord | undefined {
    const waiting = [...this.state.waiting].filter(which);
    return waiting.reduce<TrialRecord | undefined>(
      (first, trial) => (first === undefined || trial.number < first.number ? trial : first),
      undefined,
    );
  }

  #start(trial: TrialRecord, resumed?: StopReason): TrialToRun {
    const attempt = resumed === undefined ? trial.attempt + 1 : trial.attempt;
    const control = trial.attempt === 0 && this.#isControl(trial.number) ? { control: true as const } : {};
    const reason = resumed === undefined ? {} : { resumed };
    this.#add({ k: 'start', n: trial.number, attempt, ...control, ...reason });
    return this.#toRun(trial, resumed !== undefined);
  }

  #propose(origin: 'sampler' | 'final' = 'sampler', given?: Configuration): Ask {
    const { seed } = this.plan;
    const n = this.state.trials.length;
    const configuration = given ?? this.#mind.propose(n, streamOf(seed, n, 'propose'));
    if (configuration === undefined) {
      if (this.state.running > 0) return { kind: 'wait' };
      this.finish('space', 'every configuration of the space was tried');
      return this.ask();
    }
    const control = origin === 'final' || this.#isControl(n) ? { control: true as const } : {};
    this.#add({ k: 'start', n, attempt: 1, configuration, origin, ...control });
    return this.#toRun(this.state.trial(n), false);
  }

  /** Where only new trials are at their end, those that are paused may still go on: it is what they wait for. */
  #paused(why: SearchEnd): TrialToRun | undefined {
    if (why !== 'trials' && why !== 'space') return undefined;
    const promoted = this.#mind.mayStart ? this.#mind.promote() : undefined;
    if (promoted !== undefined) return this.#start(this.state.trial(promoted.trial), promoted.reason);
    if (this.state.running > 0) return undefined;
    const recommended = recommend(this.state);
    const [best] = recommended?.trials ?? [];
    if (recommended?.isComplete !== false || best?.state !== 'paused') return undefined;
    const reason = finishing(best);
    // Who came no further when it last went on for this would not now either.
    const { resumedFor } = best;
    const isStuck = resumedFor?.rule === reason.rule && resumedFor.resource >= reason.resource;
    return isStuck ? undefined : this.#start(best, reason);
  }

  /** Finishes what will be recommended, where it was not trained to the end: once nothing else runs that might still be better. */
  #final(): Ask | undefined {
    const recommended = recommend(this.state);
    if (recommended === undefined || recommended.isComplete) return undefined;
    if (this.state.running > 0) return { kind: 'wait' };
    const [best] = recommended.trials;
    if (best === undefined || this.state.trials.some(({ origin }) => origin === 'final')) return undefined;
    return best.state === 'paused'
      ? this.#start(best, finishing(best))
      : this.#propose('final', best.configuration);
  }

  #isControl(number: number): boolean {
    const { controlShare, seed } = this.plan;
    return controlShare > 0 && streamOf(seed, number, 'control').uniform() < controlShare;
  }

  #toRun(trial: TrialRecord, resume: boolean): TrialToRun {
    const seed = streamOf(this.plan.seed, trial.number, 'trial').integer(SEED_BITS);
    return { kind: 'run', trial, attempt: trial.attempt, seed, resume, until: this.plan.maxResource };
  }

  #decide(trial: TrialRecord, x: number): Decision {
    const over = this.#overspent(trial);
    if (over.action !== 'continue') return over;
    if (trial.sentence !== undefined) return trial.sentence;
    const report = trial.reports.findLast(({ resource }) => resource === x);
    if (report === undefined) return CONTINUE;
    const decision = this.#mind.decide(trial, report);
    if (decision.action === 'continue') {
      if (decision.spared !== undefined) this.#spare(trial, decision.spared);
      return decision;
    }
    const { action, reason } = decision;
    if (trial.isControl && report.losses.every((loss) => loss !== Number.POSITIVE_INFINITY)) {
      this.#spare(trial, reason);
      return { action: 'continue', spared: reason };
    }
    this.#add({ k: 'decision', n: trial.number, action, reason });
    return decision;
  }

  /** Where a control trial would have been stopped for the first time. */
  #spare(trial: TrialRecord, reason: StopReason): void {
    if (trial.spared === undefined) this.#add({ k: 'decision', n: trial.number, action: 'spared', reason });
  }

  /** Beyond the hard stop every trial is ended. */
  #overspent(trial: TrialRecord): Decision {
    this.#judge();
    const { part, kind } = this.state.use;
    if (kind === undefined || part < HARD_STOP || kind === 'trials') return trial.sentence ?? CONTINUE;
    if (trial.sentence?.action === 'stop') return trial.sentence;
    const reason: StopReason = {
      rule: 'budget',
      resource: trial.reports.at(-1)?.resource ?? 0,
      text: spentText(kind),
    };
    this.#add({ k: 'decision', n: trial.number, action: 'stop', reason });
    return { action: 'stop', reason };
  }

  /** Ends the search where its target or a limit is reached. */
  #judge(): void {
    if (this.state.over !== undefined) return;
    const { part, kind } = this.state.use;
    if (part >= 1 && kind !== undefined) return this.finish(kind, spentText(kind));
    const [objective] = this.plan.objectives;
    if (objective?.target === undefined || !this.#mind.knowsAll) return;
    const best = this.state.gains.front[0]?.losses[0];
    if (best !== undefined && best <= asLoss(objective, objective.target))
      this.finish('target', `${objective.metric} has reached its target ${objective.target}`);
  }

  /** Ends the search where the next kilowatt-hour is not worth it. What somebody has put in the queue is tried all the same. */
  #isNotWorth(): boolean {
    const { worthPerKwh, objectives } = this.plan;
    const gain = worthPerKwh === undefined || !this.#mind.knowsAll ? undefined : nextKwh(this.state);
    if (worthPerKwh === undefined || gain === undefined || gain >= worthPerKwh) return false;
    const text = `the next kilowatt-hour is expected to improve ${objectives[0]?.metric} by ${twoDigits(gain)}, less than ${worthPerKwh}`;
    this.finish('worth', text);
    return true;
  }

  #conclude(trial: TrialRecord, outcome: Outcome): Fate {
    const counted = asItCounts(trial, outcome, this.plan);
    const again = this.#mayGoOn && isTriedAgain(trial, counted, this.plan.retry);
    this.#end(trial, counted, again);
    return { state: trial.state, again };
  }

  #end(trial: TrialRecord, outcome: Outcome, again: boolean): void {
    const { state, usage = {} } = outcome;
    this.#add({
      k: 'end',
      n: trial.number,
      state,
      ...(again ? { again } : {}),
      ...(state === 'complete' && outcome.metrics !== undefined ? { m: metricsToJson(outcome.metrics) } : {}),
      ...(state === 'stopped' && outcome.reason !== undefined ? { reason: outcome.reason } : {}),
      ...(state === 'failed' ? { failure: outcome.failure } : {}),
      ...amountsOf(usage),
    });
    this.#judge();
  }
}
