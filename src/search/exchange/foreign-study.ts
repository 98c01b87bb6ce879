import type { Configuration } from '../space/configuration.ts';
import type { Parameter } from '../space/parameter.ts';
import type { MetricConstraint } from '../file/metric-constraint.ts';
import type { Metrics } from '../study/metrics.ts';
import type { Objective } from '../study/objective.ts';
import type { Outcome } from '../study/outcome.ts';

/** A study of another program, as far as ours can hold it. */
export interface ForeignStudy {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly objectives: readonly Objective[];
  readonly constraints: readonly MetricConstraint[];
  /** What its reports count in, where that has a name. */
  readonly resource?: string;
  readonly trials: readonly ForeignTrial[];
  /** What could not be taken in, a sentence each. */
  readonly notes: readonly string[];
}

/** A trial of it that is over. */
export interface ForeignTrial {
  readonly configuration: Configuration;
  /** Resources are above 0 and ascend. */
  readonly reports: readonly { readonly resource: number; readonly metrics: Metrics }[];
  readonly outcome: Exclude<Outcome, { state: 'lost' }>;
}
