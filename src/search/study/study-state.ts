import { unreachable } from '../../result.ts';
import type { Configuration } from '../space/configuration.ts';
import type { StopReason } from '../stoppers/stopper.ts';
import { type BudgetUse, budgetUse, type Spending } from './budget.ts';
import { Gains } from './gains.ts';
import { metricOf, type MetricsJson, metricsToJson } from './metrics.ts';
import { asLoss } from './objective.ts';
import { placeReport } from './place-report.ts';
import { planFromJson, type PlanJson } from './plan-json.ts';
import type {
  SearchEnd,
  StudyEvent,
  TrialEnded,
  TrialPaused,
  TrialReported,
  TrialStarted,
} from './study-event.ts';
import type { StudyPlan } from './study-plan.ts';
import type { TrialEvent } from './study-view.ts';
import type { Report, Trial } from './trial.ts';
import { type Amounts, TrialRecord } from './trial-record.ts';
import { keepsAll, violationsOf } from './violations.ts';

/** What an event meant for a trial, for those who watch the study. */
export interface Told {
  readonly trial: TrialRecord;
  readonly event: TrialEvent;
  /** With `reported`: as it stands in the trial. */
  readonly report?: Report;
}

/** The state of a study: the reduction of its events, the same to the bit whether they happen or are read again. */
export class StudyState {
  plan: StudyPlan;
  readonly createdAt: string;
  readonly trials: TrialRecord[] = [];
  readonly gains: Gains;
  /** Of all trials but imported ones, and of the engine. */
  readonly spent: Amounts = { j: 0, g: 0, p: 0 };
  /** What the engine itself has used. */
  readonly engine: Amounts = { j: 0, g: 0, p: 0 };
  /** Trials that count against the budget. */
  started = 0;
  running = 0;
  /** Trials that wait, in the order in which they came to it. */
  readonly waiting = new Set<TrialRecord>();
  /** Study time of the last event, in seconds. */
  t = 0;
  /** How often somebody has begun to work on it, and when last. */
  sessions = 0;
  openedAt: string | undefined;
  over: { readonly why: SearchEnd; readonly text: string } | undefined;
  readonly #gaps = new Set<number>();

  constructor(begun: { readonly at: string; readonly plan: PlanJson }) {
    this.plan = planFromJson(begun.plan);
    this.createdAt = begun.at;
    this.gains = new Gains(this.plan.objectives);
  }

  /** What was spent so far, in the units of the budget. */
  get spending(): Spending {
    return {
      energy: this.spent.j,
      carbon: this.spent.g,
      cost: this.spent.p,
      time: this.t,
      trials: this.started,
    };
  }

  /** The limit that is nearest. */
  get use(): BudgetUse {
    return budgetUse(this.plan.budget, this.spending);
  }

  /** Takes in one event. */
  apply(t: number, event: StudyEvent): Told | undefined {
    this.t = t;
    if ('n' in event) return this.#isKnown(event) ? this.#applyToTrial(t, event) : undefined;
    switch (event.k) {
      case 'study':
        break;
      case 'open':
        this.sessions++;
        this.openedAt = event.at;
        break;
      case 'plan':
        this.plan = planFromJson(event.plan);
        this.over = undefined;
        break;
      case 'over':
        this.over = { why: event.why, text: event.text };
        break;
      case 'engine':
        add(this.engine, event);
        add(this.spent, event);
        break;
    }
    return undefined;
  }

  /**
   * Whether the trial's configuration is known. A journal from which lines are missing may speak of trials that it never began: they are
   * kept as lost, so that the others have their numbers.
   */
  #isKnown(event: Extract<StudyEvent, { readonly n: number }>): boolean {
    const { n } = event;
    if (n < this.trials.length && this.#gaps.size === 0) return !('configuration' in event);
    const begins = 'configuration' in event && event.configuration !== undefined;
    while (this.trials.length < (begins ? n : n + 1)) {
      const gap = new TrialRecord(this.trials.length, {}, 'sampler');
      gap.state = 'lost';
      this.#gaps.add(gap.number);
      this.trials.push(gap);
    }
    return !this.#gaps.has(n) && (!begins || n === this.trials.length);
  }

  #applyToTrial(t: number, event: Extract<StudyEvent, { readonly n: number }>): Told | undefined {
    switch (event.k) {
      case 'queue':
        return this.#queue(t, event.n, event.configuration, event.origin);
      case 'start':
        return this.#start(t, event);
      case 'report':
        return this.#report(t, event);
      case 'energy':
        this.#meter(this.trial(event.n), event);
        return undefined;
      case 'decision':
        this.#sentence(event.n, event);
        return undefined;
      case 'pause':
        return this.#pause(event);
      case 'end':
        return this.#end(t, event);
      default:
        return unreachable(event);
    }
  }

  /** The trial of a number that is known to be there. */
  trial(number: number): TrialRecord {
    const trial = this.trials[number];
    if (trial === undefined) throw new Error(`there is no trial ${number}`);
    return trial;
  }

  #queue(t: number, n: number, configuration: Configuration, origin: Trial['origin']): Told | undefined {
    const trial = new TrialRecord(n, configuration, origin);
    this.trials.push(trial);
    if (origin !== 'imported') {
      this.waiting.add(trial);
      return undefined;
    }
    trial.state = 'running';
    trial.startedAt = t;
    this.running++;
    return { trial, event: 'started' };
  }

  #start(t: number, { n, attempt, configuration, origin = 'sampler', control, resumed }: TrialStarted): Told {
    if (configuration !== undefined) this.trials.push(new TrialRecord(n, configuration, origin));
    const trial = this.trial(n);
    if (trial.attempt === 0 && origin !== 'final') this.started++;
    trial.state = 'running';
    this.waiting.delete(trial);
    trial.attempt = attempt;
    trial.startedAt ??= t;
    trial.isControl ||= control === true;
    trial.leg = { j: 0, g: 0, p: 0 };
    delete trial.sentence;
    delete trial.reason;
    this.running++;
    if (resumed === undefined) return { trial, event: 'started' };
    trial.resumedFor = resumed;
    const { metrics, metricsAt, violations } = trial;
    trial.atResume = {
      reports: [...trial.reports],
      metrics: { ...metrics },
      metricsAt: { ...metricsAt },
      violations,
    };
    return { trial, event: 'resumed' };
  }

  #report(t: number, event: TrialReported): Told | undefined {
    const trial = this.trial(event.n);
    this.#meter(trial, event);
    const losses = this.#losses(event.m);
    this.#learnMetrics(trial, event.m, event.x);
    if (losses.every(Number.isNaN) || event.x <= 0) return undefined;
    const spoken = { resource: event.x, losses, joules: trial.before + trial.leg.j };
    const report = placeReport(trial.reports, spoken);
    this.#gain(trial, report.losses, event.x, t);
    return { trial, event: 'reported', report };
  }

  /** The objectives' losses as metrics say them: NaN for what is not said, Infinity for what is no finite number. */
  #losses(metrics: MetricsJson): number[] {
    return this.plan.objectives.map((objective) => {
      const value = metrics[objective.metric];
      if (value === undefined) return Number.NaN;
      return typeof value === 'number' ? asLoss(objective, value) : Number.POSITIVE_INFINITY;
    });
  }

  #learnMetrics(trial: TrialRecord, metrics: MetricsJson, resource: number): void {
    for (const name in metrics) {
      if (resource < (trial.metricsAt[name] ?? 0)) continue; // a late word of what was before
      trial.metricsAt[name] = resource;
      trial.metrics[name] = metricOf(metrics[name] as number);
    }
    if (this.plan.constraints.length === 0) return;
    const violations = violationsOf(this.plan.constraints, trial.metrics);
    if (violations !== undefined) trial.violations = violations;
  }

  #gain(trial: TrialRecord, losses: readonly number[], resource: number | undefined, t: number): void {
    if (this.plan.constraints.length > 0 && !keepsAll(trial)) return;
    this.gains.take(trial, { resource, losses, joules: this.spent.j, t });
  }

  /** Takes in the energy since the trial's last start; less than before is a late message. */
  #meter(trial: TrialRecord, said: Partial<Amounts>): void {
    for (const kind of ['j', 'g', 'p'] as const) {
      const more = (said[kind] ?? 0) - trial.leg[kind];
      if (!(more > 0)) continue;
      trial.leg[kind] += more;
      if (kind === 'j') trial.joules += more;
      if (trial.origin !== 'imported') this.spent[kind] += more;
    }
  }

  #sentence(
    n: number,
    { action, reason }: { readonly action: 'stop' | 'pause' | 'spared'; readonly reason: StopReason },
  ): void {
    const trial = this.trial(n);
    if (action === 'spared') trial.spared ??= reason;
    else trial.sentence = { action, reason };
  }

  #pause(event: TrialPaused): Told {
    const trial = this.trial(event.n);
    this.#meter(trial, event);
    trial.state = 'paused';
    if (event.empty === true) trial.beginsAnew = true;
    else delete trial.beginsAnew;
    trial.before += trial.leg.j;
    if (trial.sentence !== undefined) trial.reason = trial.sentence.reason;
    delete trial.sentence;
    this.running--;
    return { trial, event: 'paused' };
  }

  #end(t: number, event: TrialEnded): Told | undefined {
    const trial = this.trial(event.n);
    this.#meter(trial, event);
    if (trial.state === 'running') this.running--;
    if (event.m !== undefined) this.#learnMetrics(trial, event.m, Number.POSITIVE_INFINITY);
    if (event.state === 'lost') trial.timesLost++;
    if (event.failure !== undefined) trial.failure = event.failure;
    if (event.again === true) return this.#again(trial, event);
    trial.state = event.state;
    trial.endedAt = t;
    const reason = event.reason ?? (event.state === 'stopped' ? trial.sentence?.reason : undefined);
    if (reason !== undefined) trial.reason = reason;
    delete trial.sentence;
    if (event.state !== 'complete') return { trial, event: 'ended' };
    delete trial.failure;
    const last = trial.reports.at(-1);
    trial.losses = this.#losses(metricsToJson(trial.metrics));
    this.#gain(trial, trial.losses, last?.resource, t);
    return { trial, event: 'ended' };
  }

  /** The attempt has led to nothing; the trial waits to be begun anew, or to go on from its last pause. */
  #again(trial: TrialRecord, { state }: TrialEnded): undefined {
    if (state !== 'lost') trial.timesRetried++;
    trial.state = 'waiting';
    this.waiting.add(trial);
    trial.wasted += trial.leg.j;
    if (trial.atResume === undefined) {
      trial.wasted += trial.before;
      trial.before = 0;
    }
    trial.leg = { j: 0, g: 0, p: 0 };
    trial.reports = [...(trial.atResume?.reports ?? [])];
    trial.metrics = { ...trial.atResume?.metrics };
    trial.metricsAt = { ...trial.atResume?.metricsAt };
    delete trial.violations;
    if (trial.atResume?.violations !== undefined) trial.violations = trial.atResume.violations;
    delete trial.sentence;
    delete trial.spared;
  }
}

function add(to: Amounts, more: Partial<Amounts>): void {
  to.j += more.j ?? 0;
  to.g += more.g ?? 0;
  to.p += more.p ?? 0;
}
