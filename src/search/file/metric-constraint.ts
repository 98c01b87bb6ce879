/** A bound on a metric that trials report. */
export interface MetricConstraint {
  /** As it was written. */
  readonly text: string;
  readonly metric: string;
  readonly operator: '<=' | '>=' | '<' | '>';
  readonly bound: number;
}

/** How far a value misses the bound, in the metric's unit: <= 0 where it is kept. A strict bound is missed where it is just met. */
export function violationOf({ operator, bound }: MetricConstraint, value: number): number {
  const over = operator === '<=' || operator === '<' ? value - bound : bound - value;
  const isStrict = operator === '<' || operator === '>';
  return isStrict && over === 0 ? Number.MIN_VALUE : over;
}
