import type { IndexRow } from '../../book/index-row.ts';
import type { BudgetKind } from './budget.ts';

/** A figure of a run with its interval; null is not known. */
export interface Figure {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** What a budget reads of a run. */
export type BudgetRow = Pick<
  IndexRow,
  | 'id'
  | 'parentId'
  | 'parts'
  | 'project'
  | 'name'
  | 'state'
  | 'startedMs'
  | 'endedMs'
  | 'durationS'
  | 'energyJ'
  | 'energyLowJ'
  | 'energyHighJ'
  | 'co2G'
  | 'co2LowG'
  | 'co2HighG'
  | 'cost'
  | 'costLow'
  | 'costHigh'
  | 'currency'
  | 'command'
>;

/** What a run has used of a kind. Money in another currency than `currency` is not known. */
export function spendingOfRun(row: BudgetRow, kind: BudgetKind, currency: string): Figure {
  if (kind === 'energy') return { value: row.energyJ, low: row.energyLowJ, high: row.energyHighJ };
  if (kind === 'carbon') return { value: row.co2G, low: row.co2LowG, high: row.co2HighG };
  return row.currency !== null && row.currency !== currency
    ? { value: null, low: null, high: null }
    : { value: row.cost, low: row.costLow, high: row.costHigh };
}
