import type { StudyView, TrialEvent } from '../study/study-view.ts';
import type { Trial } from '../study/trial.ts';
import { comeback, type SeenCurve } from './comeback.ts';
import { guarded } from './guarded.ts';
import { asMetric, place, stop } from './reason.ts';
import { fullResource, geometricLadder, rungsUpTo } from './rung-ladder.ts';
import { RungValues } from './rung-values.ts';
import { CONTINUE, type Decision, type MakeStopper, type Stopper } from './stopper.ts';

/** Settings of {@link curveStopper}. */
export interface CurveSettings {
  /** The promised rate of false stops, in (0, 1); 0.1. */
  readonly rate?: number;
  /** The first check point; else a full training through 9. The next ones are half as far again each, to the middle of a training or just beyond. */
  readonly firstCheck?: number;
  /**
   * Whose ends show what can happen: `free`, the trials that this rule could not stop, i.e. controls and those that ended before it knew enough;
   * or `controls` only, where another rule stops trials, too. Any other choice would learn from the survivors of its own decisions.
   */
  readonly learnFrom?: 'free' | 'controls';
}

/** A training is looked at no later than here, as a part of it; later there is little to save. */
const LAST_CHECK = 0.6;
const CHECK_STEP = 1.5;
/** So many newest ends are kept where no more are needed: a decision takes time with their number. */
const MOST_SEEN = 60;
/** Below this many ends a line through them says nothing. */
const LEAST_SEEN = 8;

/**
 * Stops a trial when no good one has been seen to come back from as far behind. Of all trials no more than `rate` are stopped that would have
 * become the best (see {@link comeback}: it holds whatever the curves are like, as long as later trials are spread as those that were seen to the
 * end). A second condition aims at more: that of the trials that would have become the best no more than `rate` are stopped. One of n is the best on
 * average, so Student's tail around the prediction must be below rate / n. That is no theorem; docs/methodology/search-stoppers.md has it measured.
 *
 * With fewer than 1 / rate - 1 ends (at least {@link LEAST_SEEN}) nothing is stopped: no extrapolation of a trial's own curve can keep a promise.
 */
export function curveStopper(settings: CurveSettings = {}): MakeStopper {
  const { rate = 0.1 } = settings;
  if (!(rate > 0 && rate < 1)) throw new RangeError(`no rate between 0 and 1: ${rate}`);
  return guarded((study) => new Curve(study, { ...settings, rate }));
}

class Curve implements Stopper {
  private readonly study: StudyView;
  private readonly settings: CurveSettings;
  private readonly rate: number;
  private readonly need: number;
  private seen: SeenCurve[] = [];
  private free = 0;
  private best = Infinity;
  private values: RungValues | undefined;
  private checks = 0;
  /** What was said at the last check point of trials that are to be stopped. */
  private readonly stopped = new Map<number, Decision>();

  constructor(study: StudyView, settings: CurveSettings & { readonly rate: number }) {
    this.study = study;
    this.settings = settings;
    this.rate = settings.rate;
    this.need = Math.max(Math.ceil(1 / settings.rate) - 1, LEAST_SEEN);
    this.prepare();
  }

  learn(trial: Trial, event: TrialEvent): void {
    if (event === 'ended' && trial.state === 'complete') this.finish(trial);
    if (event === 'reported') this.judge(trial);
  }

  decide(trial: Trial): Decision {
    return this.stopped.get(trial.number) ?? CONTINUE;
  }

  /** Check points are set once it is known how long a full training is. */
  private prepare(): RungValues | undefined {
    const full = this.values === undefined ? fullResource(this.study) : undefined;
    if (full === undefined) return this.values;
    const end = LAST_CHECK * full;
    const ladder = geometricLadder(this.settings.firstCheck ?? full / 9, CHECK_STEP, end);
    this.checks = rungsUpTo(ladder, end).length;
    this.values = new RungValues(ladder, 'latest');
    return this.values;
  }

  private finish(trial: Trial): void {
    const values = this.prepare();
    const final = trial.losses?.[0] ?? trial.reports.at(-1)?.losses[0] ?? Number.NaN;
    if (Number.isNaN(final) || values === undefined) return;
    this.best = Math.min(this.best, final);
    const couldNotStop = this.settings.learnFrom !== 'controls' && this.free < this.need;
    if (!trial.isControl && !couldNotStop) return;
    values.update(trial);
    const shown = values.of(trial.number).map(({ loss }) => loss);
    // One that ended by itself before the last check point stays where it ended.
    const at = Array.from({ length: this.checks }, (_, check) => shown[check] ?? final);
    this.free += 1;
    this.seen = [...this.seen, { at, final }].slice(-Math.max(MOST_SEEN, this.need));
  }

  private judge(trial: Trial): void {
    const change = this.values?.update(trial);
    if (change === undefined || this.values === undefined) return;
    const now = this.values.of(trial.number).map(({ loss }) => loss);
    this.stopped.delete(trial.number);
    const last = trial.reports.at(-1);
    if (now.length === 0 || last === undefined || this.seen.length < this.need || this.best === Infinity)
      return;
    // One of so many is the best on average.
    const tail = this.rate / (this.study.trials.length + 1);
    const found = comeback(this.seen, now, this.best, Math.ceil(1 / this.rate), tail);
    if (found === undefined || found.share > this.rate) return;
    const { good, heading } = found;
    const metric = this.study.objectives[0]?.metric ?? 'its metric';
    const where = `${metric} is heading for ${asMetric(this.study, heading)} at ${place(this.study, last.resource)}`;
    const others = `the best has ${asMetric(this.study, this.best)}, and ${good - 1} good trials never came back so far`;
    this.stopped.set(trial.number, stop('curve', last.resource, `${where}; ${others}`));
  }
}
