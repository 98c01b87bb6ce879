import { metricsToJson, type MetricsJson } from '../study/metrics.ts';
import { asLoss, type Objective } from '../study/objective.ts';
import type { StudyState } from '../study/study-state.ts';
import { type StudySummary, summaryOf, trialSummary, type TrialSummary } from '../study/summary.ts';

/** A trial with all that it reported. */
export interface TrialJson extends TrialSummary {
  readonly metrics: MetricsJson;
  readonly reports: readonly {
    readonly resource: number;
    readonly values: readonly (number | null)[];
    readonly joules: number;
  }[];
}

/** A study with all its trials and reports, as JSON. */
export function studyJson(state: StudyState): StudySummary & { readonly list: readonly TrialJson[] } {
  const { objectives } = state.plan;
  const list = state.trials.map((trial) => ({
    ...trialSummary(trial, objectives),
    metrics: metricsToJson(trial.metrics),
    reports: trial.reports.map(({ resource, losses, joules }) => ({
      resource,
      values: losses.map((loss, i) =>
        Number.isFinite(loss) ? asLoss(objectives[i] as Objective, loss) : null,
      ),
      joules,
    })),
  }));
  return { ...summaryOf(state), list };
}
