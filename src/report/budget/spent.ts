import { summable } from '../../book/summable.ts';
import type { BudgetKind } from './budget.ts';
import type { Day } from './calendar.ts';
import { partWithin, type Profile } from './run-time.ts';
import { type BudgetRow, spendingOfRun } from './spending-of-run.ts';

/** What was used in some time. */
export interface Spent {
  readonly value: number;
  /** As if all errors moved together: what runs of one machine do. */
  readonly low: number;
  readonly high: number;
  /** Runs of which only bounds or nothing is known: in `value` with their lower bound, or not at all. */
  readonly unknownRuns: number;
}

/** Runs with when they used their energy. */
export type Timed = readonly (readonly [row: BudgetRow, profile: Profile])[];

/** Those of some runs that count: root runs, of a sum and its parts only the sum, and of one project where one is named. */
export function countedRuns<T extends BudgetRow>(rows: readonly T[], project: string | null): readonly T[] {
  return summable(rows).filter((row) => project === null || row.project === project);
}

/** What runs have used of a kind between two moments. A run that crosses one of them counts with the part of its energy that fell inside. */
export function spentBetween(
  runs: Timed,
  kind: BudgetKind,
  currency: string,
  { fromMs, toMs }: Pick<Day, 'fromMs' | 'toMs'>,
): Spent {
  let [value, low, high, unknownRuns] = [0, 0, 0, 0];
  for (const [row, profile] of runs) {
    const part = partWithin(profile, fromMs, toMs);
    if (part === 0) continue;
    const figure = spendingOfRun(row, kind, currency);
    if (figure.value === null) unknownRuns++;
    const known = figure.value ?? figure.low ?? 0;
    value += part * known;
    low += part * (figure.low ?? known);
    high += part * (figure.high ?? known);
  }
  return { value, low, high, unknownRuns };
}
