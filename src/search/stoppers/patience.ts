import type { StudyView, TrialEvent } from '../study/study-view.ts';
import type { Report, Trial } from '../study/trial.ts';
import { guarded } from './guarded.ts';
import { asMetric, place, short, stop } from './reason.ts';
import { CONTINUE, type Decision, type MakeStopper, type PromotedTrial, type Stopper } from './stopper.ts';

/** Settings of {@link patienceStopper}. */
export interface PatienceSettings {
  /** So many reports without an improvement are borne, >= 0. */
  readonly patience: number;
  /** In the metric's unit, >= 0; 0. */
  readonly minDelta?: number;
  /** Resource before which nothing is judged; 0. */
  readonly warmup?: number;
  /**
   * What ends it. `no-gain`: in that time no report was better than the best one before by more than `minDelta`. `worse`, Optuna's rule: the best
   * one of that time and the report before it is worse than the best one before by more than `minDelta`.
   */
  readonly when?: 'no-gain' | 'worse';
  /** A rule that is asked only when the patience is at its end; without one the trial is stopped then. */
  readonly wraps?: MakeStopper;
}

/** Stops a trial that no longer improves. It looks at the trial's own reports only. */
export function patienceStopper(settings: PatienceSettings): MakeStopper {
  return guarded((study) => new Patience(study, settings));
}

class Patience implements Stopper {
  private readonly study: StudyView;
  private readonly settings: PatienceSettings;
  private readonly inner: Stopper | undefined;

  constructor(study: StudyView, settings: PatienceSettings) {
    this.study = study;
    this.settings = settings;
    this.inner = settings.wraps?.(study);
  }

  learn(trial: Trial, event: TrialEvent): void {
    this.inner?.learn?.(trial, event);
  }

  promote(): PromotedTrial | undefined {
    return this.inner?.promote?.();
  }

  rungs(): readonly number[] {
    return this.inner?.rungs?.() ?? [];
  }

  decide(trial: Trial, report: Report): Decision {
    const { patience, minDelta = 0, when = 'no-gain', warmup = 0 } = this.settings;
    if (report.resource < warmup) return CONTINUE;
    const losses: number[] = [];
    for (const each of trial.reports)
      if (!Number.isNaN(each.losses[0])) losses.push(each.losses[0] as number);
    const recent = when === 'worse' ? patience + 1 : patience;
    if (losses.length <= recent || recent === 0) return CONTINUE;
    const before = losses.slice(0, -recent).reduce((a, b) => Math.min(a, b));
    const after = losses.slice(-recent).reduce((a, b) => Math.min(a, b));
    const isOver = when === 'worse' ? before + minDelta < after : !(after < before - minDelta);
    if (!isOver) return CONTINUE;
    if (this.inner !== undefined) {
      const decision = this.inner.decide(trial, report);
      // A trial that the guard of the inner rule spares is spared by this one's, too.
      return decision.action === 'continue' && decision.spared !== undefined
        ? { action: 'stop', reason: decision.spared }
        : decision;
    }
    const best = `no better than ${asMetric(this.study, before)} by ${short(minDelta)}`;
    const gain = minDelta > 0 ? best : `no better than ${asMetric(this.study, before)}`;
    const reports = recent === 1 ? 'one report' : `${recent} reports`;
    return stop(
      'patience',
      report.resource,
      `${gain} for ${reports} at ${place(this.study, report.resource)}`,
    );
  }
}
