import { quantile } from '../../stats/quantile.ts';
import type { BudgetKind } from './budget.ts';
import { type BudgetRow, spendingOfRun } from './spending-of-run.ts';

/** What a run of a command is expected to use, as those before it did. */
export interface ExpectedRun {
  readonly median: number;
  readonly least: number;
  readonly runs: number;
}

/** Fewest good runs of a command from which the next is foretold. */
export const FEWEST_RUNS = 3;

/** @param before good runs of the same command; undefined where they are too few. */
export function expectedRun(
  before: readonly BudgetRow[],
  kind: BudgetKind,
  currency: string,
): ExpectedRun | undefined {
  const known = before
    .map((row) => spendingOfRun(row, kind, currency).value)
    .filter((value) => value !== null)
    .sort((a, b) => a - b);
  if (known.length < FEWEST_RUNS) return undefined;
  return { median: quantile(known, 0.5), least: known[0] ?? 0, runs: known.length };
}
