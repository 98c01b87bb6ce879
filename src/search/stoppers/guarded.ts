import type { StudyView, TrialEvent } from '../study/study-view.ts';
import type { Report, Trial } from '../study/trial.ts';
import { asMetric, place, stop } from './reason.ts';
import { CONTINUE, type Decision, type MakeStopper, type PromotedTrial, type Stopper } from './stopper.ts';

/**
 * What every stopper does beside its rule: a trial that has diverged ends at once, and a control trial goes on whatever is said of it.
 * A control goes on even when it has diverged: it shows whether that stop would have been wrong, too.
 */
export function guarded(make: MakeStopper): MakeStopper {
  return (study) => new Guarded(study, make(study));
}

class Guarded implements Stopper {
  private readonly study: StudyView;
  private readonly rule: Stopper;

  constructor(study: StudyView, rule: Stopper) {
    this.study = study;
    this.rule = rule;
  }

  learn(trial: Trial, event: TrialEvent): void {
    this.rule.learn?.(trial, event);
  }

  decide(trial: Trial, report: Report): Decision {
    const decision = hasDiverged(report) ? this.diverged(report) : this.rule.decide(trial, report);
    if (!trial.isControl || decision.action === 'continue') return decision;
    return { action: 'continue', spared: decision.reason };
  }

  promote(): PromotedTrial | undefined {
    return this.rule.promote?.();
  }

  rungs(): readonly number[] {
    return this.rule.rungs?.() ?? [];
  }

  private diverged(report: Report): Decision {
    const at = report.losses.findIndex((loss) => !Number.isFinite(loss));
    const metric = this.study.objectives[at]?.metric ?? 'the metric';
    const text = `${metric} is ${asMetric(this.study, Number.NaN)} at ${place(this.study, report.resource)}`;
    return stop('diverged', report.resource, text);
  }
}

/** Whether a report tells of divergence: an infinite loss, or none that is a number. An objective may be absent where another is there. */
export function hasDiverged(report: Report): boolean {
  let numbers = 0;
  for (const loss of report.losses) {
    if (loss === Infinity || loss === -Infinity) return true;
    if (!Number.isNaN(loss)) numbers += 1;
  }
  return numbers === 0;
}

/** Stops nothing but what has diverged. */
export function noStopper(): MakeStopper {
  return guarded(() => ({ decide: () => CONTINUE }));
}
