/** What a result must keep to be recommended: a bound on a reported metric. */
export interface Constraint {
  /** As it was written: `model_mb <= 50`. */
  readonly text: string;
  readonly metric: string;
  readonly sense: '<=' | '>=' | '<' | '>';
  readonly bound: number;
}

/** @returns by how much a constraint is missed; <= 0 where it is kept. A strict bound that is just reached is missed by the least number. */
export function violationOf({ sense, bound }: Constraint, value: number): number {
  const missed = sense === '<=' || sense === '<' ? value - bound : bound - value;
  if (Number.isNaN(missed)) return Number.POSITIVE_INFINITY;
  const isStrict = sense === '<' || sense === '>';
  return isStrict && missed === 0 ? Number.MIN_VALUE : missed;
}

/** @returns the violations of all constraints, or undefined where a metric is not known yet. */
export function violationsOf(
  constraints: readonly Constraint[],
  metrics: Readonly<Record<string, number>>,
): readonly number[] | undefined {
  if (constraints.length === 0) return undefined;
  const violations: number[] = [];
  for (const constraint of constraints) {
    const value = metrics[constraint.metric];
    if (value === undefined) return undefined;
    violations.push(violationOf(constraint, value));
  }
  return violations;
}
