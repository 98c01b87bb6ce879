import { type MetricConstraint, violationOf } from '../file/metric-constraint.ts';
import type { Metrics } from './metrics.ts';
import type { Trial } from './trial.ts';

/** @returns by how much each constraint is missed, or undefined where there is none or a metric is not known yet. */
export function violationsOf(
  constraints: readonly MetricConstraint[],
  metrics: Metrics,
): readonly number[] | undefined {
  if (constraints.length === 0) return undefined;
  const violations: number[] = [];
  for (const constraint of constraints) {
    const value = metrics[constraint.metric];
    if (value === undefined) return undefined;
    const missed = violationOf(constraint, value);
    violations.push(Number.isNaN(missed) ? Number.POSITIVE_INFINITY : missed);
  }
  return violations;
}

/** Whether all constraints are known to be kept. */
export function keepsAll(trial: Trial): boolean {
  return trial.violations?.every((missed) => missed <= 0) === true;
}
