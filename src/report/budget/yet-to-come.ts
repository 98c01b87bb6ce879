import { quantile } from '../../stats/quantile.ts';
import type { BudgetKind } from './budget.ts';
import { FEWEST_RUNS } from './expected-run.ts';
import { type BudgetRow, spendingOfRun } from './spending-of-run.ts';

/** What a run that is alive will yet use, in the unit of the kind. */
export interface YetToCome {
  readonly value: number;
  /** No earlier run says so: it is the run's own pace, for as long again as it has lasted. */
  readonly isAssumed: boolean;
}

/**
 * What a run that is alive will yet use until a moment: the median of what those earlier runs of its command took that took more than it has so far, less
 * that. Where they are too few, or all took less, nobody knows when it ends; it is taken to go on at its mean power for as long again as it has
 * lasted (the median, where nothing is known of how long such a thing lasts; docs/methodology/budget.md).
 *
 * @param earlier good runs of the same command.
 * @param untilMs what comes later counts elsewhere, ms since 1970.
 */
export function yetToCome(
  row: BudgetRow,
  earlier: readonly BudgetRow[],
  kind: BudgetKind,
  {
    currency,
    nowMs,
    untilMs,
  }: { readonly currency: string; readonly nowMs: number; readonly untilMs: number },
): YetToCome {
  const used = spendingOfRun(row, kind, currency).value;
  const known = earlier
    .map((one) => spendingOfRun(one, kind, currency).value)
    .filter((value) => value !== null);
  const longer = known.filter((value) => value > (used ?? 0)).sort((a, b) => a - b);
  if (known.length >= FEWEST_RUNS && longer.length > 0)
    return { value: quantile(longer, 0.5) - (used ?? 0), isAssumed: false };
  const lastedMs = nowMs - (row.startedMs ?? nowMs);
  if (used === null || !(used > 0) || !(lastedMs > 0)) return { value: 0, isAssumed: true };
  return { value: used * Math.min(1, Math.max(0, untilMs - nowMs) / lastedMs), isAssumed: true };
}
