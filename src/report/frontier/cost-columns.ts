import type { IndexRow } from '../../book/index-row.ts';
import type { CostKey } from './cost-axis.ts';

type NumberKey = 'energyJ' | 'energyLowJ' | 'energyHighJ' | 'co2G' | 'co2LowG' | 'co2HighG';

/** Where a row has a cost, its bounds, and what amounts must share to be compared: the currency, or the kind of the carbon. */
export interface CostColumns {
  readonly value: NumberKey | 'cost' | 'durationS';
  readonly low: NumberKey | 'costLow' | null;
  readonly high: NumberKey | 'costHigh' | null;
  readonly sort: 'co2Kind' | 'currency' | null;
}

/** The columns of each cost: J, g, currency, s. */
export const COST_COLUMNS: Readonly<Record<CostKey, CostColumns>> = {
  energy: { value: 'energyJ', low: 'energyLowJ', high: 'energyHighJ', sort: null },
  co2: { value: 'co2G', low: 'co2LowG', high: 'co2HighG', sort: 'co2Kind' },
  cost: { value: 'cost', low: 'costLow', high: 'costHigh', sort: 'currency' },
  time: { value: 'durationS', low: null, high: null, sort: null },
};

/** The currency that most amounts are in; empty where there is none. */
export function mostCommonCurrency(currencies: Iterable<string | null>): string {
  const counts = new Map<string, number>();
  for (const one of currencies) if (one !== null) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
}

/** The columns of a row that are a cost. */
export function costOfRow(
  row: Pick<IndexRow, NumberKey | 'cost' | 'costLow' | 'costHigh' | 'durationS' | 'co2Kind' | 'currency'>,
  key: CostKey,
): {
  readonly cost: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly sort: string | null;
} {
  const { value, low, high, sort } = COST_COLUMNS[key];
  return {
    cost: row[value],
    low: low === null ? null : row[low],
    high: high === null ? null : row[high],
    sort: sort === null ? null : row[sort],
  };
}
