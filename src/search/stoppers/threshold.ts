import type { StudyView } from '../study/study-view.ts';
import type { Report, Trial } from '../study/trial.ts';
import { type CheckPoints, isDue } from './check-points.ts';
import { guarded } from './guarded.ts';
import { asMetric, place, short, stop } from './reason.ts';
import { CONTINUE, type Decision, type MakeStopper } from './stopper.ts';

/** Settings of {@link thresholdStopper}. */
export interface ThresholdSettings extends CheckPoints {
  /** The metric, as it is reported, must not be below. */
  readonly lower?: number;
  /** Nor above. */
  readonly upper?: number;
}

/** Stops a trial whose metric leaves the bounds: training that has run away, or has not begun to learn by the end of its warm-up. */
export function thresholdStopper(settings: ThresholdSettings): MakeStopper {
  return guarded((study) => ({ decide: (trial, report) => decide(study, settings, trial, report) }));
}

function decide(study: StudyView, settings: ThresholdSettings, trial: Trial, report: Report): Decision {
  const loss = trial.reports.at(-1)?.losses[0] ?? Number.NaN;
  if (Number.isNaN(loss) || !isDue(trial, settings)) return CONTINUE;
  const value = study.objectives[0]?.goal === 'maximize' ? -loss : loss;
  const { lower = -Infinity, upper = Infinity } = settings;
  if (value >= lower && value <= upper) return CONTINUE;
  const bound = value < lower ? `below ${short(lower)}` : `above ${short(upper)}`;
  const metric = study.objectives[0]?.metric ?? 'the metric';
  const text = `${metric} ${asMetric(study, loss)} is ${bound} at ${place(study, report.resource)}`;
  return stop('threshold', report.resource, text);
}
