import type { RunTable } from '../../state/runs/run-table.ts';
import { type Totals, totalsOf } from './totals.ts';

/** Runs that agree in something. */
export interface Group {
  /** What they agree in; null where they have none of it. */
  readonly value: string | number | null;
  readonly rows: readonly number[];
  readonly totals: Totals | undefined;
  /** Mean of the metric over the runs that have it, the half width of its 95 % interval, and how many they are. */
  readonly metric:
    | { readonly mean: number; readonly half: number | null; readonly count: number }
    | undefined;
}

/** z of a 95 % interval of the normal distribution. */
const Z95 = 1.96;

/** Groups runs by a column, the group with the most energy first. A run with several values (tags) is in the group of each: said by the page. */
export function groupsOf(
  table: RunTable,
  rows: readonly number[],
  column: readonly unknown[],
  metric: readonly unknown[] | undefined,
): readonly Group[] {
  const groups = new Map<string | number | null, number[]>();
  for (const row of rows) {
    const value = column[row] ?? null;
    const values = Array.isArray(value) ? (value.length === 0 ? [null] : value) : [value];
    for (const one of values) {
      const key = one === null || typeof one === 'number' ? one : String(one);
      const held = groups.get(key);
      if (held === undefined) groups.set(key, [row]);
      else held.push(row);
    }
  }
  return [...groups]
    .map(([value, own]) => ({ value, rows: own, totals: totalsOf(table, own), metric: meanOf(own, metric) }))
    .toSorted(
      (a, b) => (b.totals?.energyJ ?? -1) - (a.totals?.energyJ ?? -1) || b.rows.length - a.rows.length,
    );
}

function meanOf(rows: readonly number[], column: readonly unknown[] | undefined): Group['metric'] {
  const values = rows.flatMap((row) => {
    const value = column?.[row];
    return typeof value === 'number' && Number.isFinite(value) ? value : [];
  });
  if (values.length === 0) return undefined;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length < 2) return { mean, half: null, count: values.length };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const half = (Z95 * Math.sqrt(squares / (values.length - 1))) / Math.sqrt(values.length);
  return { mean, half, count: values.length };
}
