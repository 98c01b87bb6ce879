import type { StudyView, TrialEvent } from '../study/study-view.ts';
import type { Trial } from '../study/trial.ts';
import { type CheckPoints, isDue } from './check-points.ts';
import { guarded } from './guarded.ts';
import { asMetric, place, short, stop } from './reason.ts';
import { SortedLosses } from './sorted-losses.ts';
import { CONTINUE, type Decision, type MakeStopper, type Stopper } from './stopper.ts';

/** Settings of the percentile and the median rule; Optuna 5.0's where they are not given. */
export interface PercentileSettings extends CheckPoints {
  /** So many trials must have ended by themselves; 5. */
  readonly startup?: number;
  /** So many of them must have a value to compare with; 1. */
  readonly minTrials?: number;
  /**
   * With `exact`, as Optuna, a trial is compared with those that reported the very same resource. Else (`carried`, the default) one that did not
   * stands with its last report before, which is the same where all report alike and still works where none do.
   */
  readonly match?: 'exact' | 'carried';
}

/** Of trials that report at other resources, so many newest ones are compared with. */
const MOST_CARRIED = 500;

/**
 * Stops a trial whose best loss so far is worse than the percentile of the losses that the trials that ended by themselves had at the same
 * resource: with 25, the best quarter goes on.
 *
 * @param percentile 0 to 100
 */
export function percentileStopper(percentile: number, settings: PercentileSettings = {}): MakeStopper {
  if (!(percentile >= 0 && percentile <= 100)) throw new RangeError(`no percentile: ${percentile}`);
  return guarded((study) => new Percentile(study, percentile, settings));
}

/** The median rule (Golovin et al., KDD 2017): {@link percentileStopper} with 50. */
export function medianStopper(settings: PercentileSettings = {}): MakeStopper {
  return percentileStopper(50, settings);
}

class Percentile implements Stopper {
  private readonly study: StudyView;
  private readonly percentile: number;
  private readonly settings: PercentileSettings;
  private readonly complete: Trial[] = [];
  private readonly byResource = new Map<number, SortedLosses>();

  constructor(study: StudyView, percentile: number, settings: PercentileSettings) {
    this.study = study;
    this.percentile = percentile;
    this.settings = settings;
  }

  learn(trial: Trial, event: TrialEvent): void {
    if (event !== 'ended' || trial.state !== 'complete') return;
    this.complete.push(trial);
    for (const { resource, losses } of trial.reports) {
      const loss = losses[0] ?? Number.NaN;
      if (Number.isNaN(loss)) continue;
      const there = this.byResource.get(resource) ?? new SortedLosses();
      this.byResource.set(resource, there);
      there.add(loss, trial.number);
    }
  }

  decide(trial: Trial): Decision {
    const last = trial.reports.at(-1);
    if (this.complete.length === 0 || this.complete.length < (this.settings.startup ?? 5)) return CONTINUE;
    if (last === undefined || !isDue(trial, this.settings)) return CONTINUE;
    const others = this.fieldAt(last.resource);
    if (others === undefined || others.size < (this.settings.minTrials ?? 1)) return CONTINUE;
    let best = Infinity;
    for (const { losses } of trial.reports) if ((losses[0] ?? Infinity) < best) best = losses[0] as number;
    const bound = others.quantile(this.percentile / 100);
    if (!(best > bound)) return CONTINUE;
    const metric = this.study.objectives[0]?.metric ?? 'metric';
    const sides = `its best ${metric} ${asMetric(this.study, best)} at ${place(this.study, last.resource)} is behind`;
    const whose = `${asMetric(this.study, bound)}, the ${this.name()} of ${others.size} finished trials there`;
    return stop(this.percentile === 50 ? 'median' : 'percentile', last.resource, `${sides} ${whose}`);
  }

  private name(): string {
    return this.percentile === 50 ? 'median' : `bound of the best ${short(this.percentile)} %`;
  }

  private fieldAt(resource: number): SortedLosses | undefined {
    const exact = this.byResource.get(resource);
    if (this.settings.match === 'exact' || exact?.size === this.complete.length) return exact;
    const carried = new SortedLosses();
    for (const trial of this.complete.slice(-MOST_CARRIED)) {
      const loss = carriedLoss(trial, resource);
      if (!Number.isNaN(loss)) carried.add(loss, trial.number);
    }
    return carried;
  }
}

/** @returns the loss of a trial's last report at or before a resource; NaN before its first one and after its end. */
function carriedLoss({ reports }: Trial, resource: number): number {
  if ((reports.at(-1)?.resource ?? 0) < resource) return Number.NaN;
  let low = 0;
  let high = reports.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((reports[middle]?.resource ?? Infinity) <= resource) low = middle + 1;
    else high = middle;
  }
  return reports[low - 1]?.losses[0] ?? Number.NaN;
}
