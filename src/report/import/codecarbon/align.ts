import type { DecimalMark } from '../numbers.ts';
import { type ColumnRule, FIGURES, rulesOf } from './columns.ts';

/** The cells of a row by column; a column is left out where the row has no cell for it, or where several could be meant. */
export type Fields = Readonly<Record<string, string>>;

/** What lies between a row and its columns: its fields, or the column at which no reading is left, or why readings contradict. */
export type Alignment =
  | { readonly kind: 'aligned'; readonly fields: Fields; readonly dropped: readonly string[] }
  | { readonly kind: 'ambiguous'; readonly column: string }
  | { readonly kind: 'impossible' };

/** No table of runs has more columns: what has more is no row, and trying it in all ways would fill the memory. */
export const MOST_COLUMNS = 256;

const YES = 1;
const NO = 2;

/** Which cells of one row each rule takes: the same for all orders of columns that are tried. */
export type FitMemo = Map<ColumnRule, Uint8Array>;

/**
 * Reads a row under columns of which it may lack some. All ways are looked at in which cells and columns keep their order, every cell is what its column
 * takes, and only columns are left out that CodeCarbon may drop. A figure must come out the same in all of them: else the row is not read.
 *
 * @param options.onlyOften only columns are left out that CodeCarbon was seen to drop.
 */
export function align(
  cells: readonly string[],
  columns: readonly string[],
  mark: DecimalMark,
  options: { readonly seen?: FitMemo; readonly onlyOften?: boolean } = {},
): Alignment {
  const { seen = new Map<ColumnRule, Uint8Array>(), onlyOften = false } = options;
  const [m, n] = [cells.length, columns.length];
  if (m > n || n > MOST_COLUMNS) return { kind: 'impossible' };
  const rules = rulesOf(columns);
  const fits = (i: number, j: number): boolean => {
    if (i >= m) return false;
    const rule = rules[j] as ColumnRule;
    let fitting = seen.get(rule);
    if (fitting === undefined) {
      fitting = new Uint8Array(m);
      seen.set(rule, fitting);
    }
    if (fitting[i] === 0) fitting[i] = rule.accepts(cells[i] as string, mark) ? YES : NO;
    return fitting[i] === YES;
  };
  const drops = (j: number): boolean => {
    const { mayDrop } = rules[j] as ColumnRule;
    return mayDrop === 'often' || (mayDrop !== undefined && !onlyOften);
  };
  // No more than n − m columns are left out, so only cells near a column's own place can stand in it.
  const first = (j: number): number => Math.max(0, j - (n - m));
  // reach(i, j): cells before i can stand under columns before j; leave(i, j): those from i on under those from j on.
  const reach = grid(m, n);
  const leave = grid(m, n);
  reach[0][0] = 1;
  for (let j = 0; j < n; j++) {
    for (let i = first(j); i <= Math.min(j, m); i++) {
      if (at(reach, i, j) === 0) continue;
      if (fits(i, j)) set(reach, i + 1, j + 1);
      if (drops(j)) set(reach, i, j + 1);
    }
  }
  set(leave, m, n);
  for (let j = n - 1; j >= 0; j--) {
    for (let i = first(j); i <= Math.min(j, m); i++) {
      if ((fits(i, j) && at(leave, i + 1, j + 1) === 1) || (drops(j) && at(leave, i, j + 1) === 1))
        set(leave, i, j);
    }
  }
  if (at(leave, 0, 0) === 0) return { kind: 'impossible' };
  return collected(cells, columns, (i, j) => ({
    stands: at(reach, i, j) === 1 && fits(i, j) && at(leave, i + 1, j + 1) === 1,
    dropped: at(reach, i, j) === 1 && drops(j) && at(leave, i, j + 1) === 1,
  }));
}

function collected(
  cells: readonly string[],
  columns: readonly string[],
  option: (i: number, j: number) => { readonly stands: boolean; readonly dropped: boolean },
): Alignment {
  const fields: Record<string, string> = {};
  const dropped: string[] = [];
  const slack = columns.length - cells.length;
  for (const [j, column] of columns.entries()) {
    const readings = new Set<string | undefined>();
    for (let i = Math.max(0, j - slack); i <= Math.min(j, cells.length); i++) {
      const { stands, dropped: isDropped } = option(i, j);
      if (stands) readings.add((cells[i] as string).trim());
      if (isDropped) readings.add(undefined);
    }
    const [only] = readings;
    if (readings.size === 1 && only !== undefined) fields[column] = only;
    else if (readings.size > 1 && FIGURES.includes(column)) return { kind: 'ambiguous', column };
    else dropped.push(column);
  }
  return { kind: 'aligned', fields, dropped };
}

type Grid = readonly [Uint8Array, ...Uint8Array[]];

function grid(m: number, n: number): Grid {
  return Array.from({ length: m + 1 }, () => new Uint8Array(n + 1)) as unknown as Grid;
}

function at(table: Grid, i: number, j: number): number {
  return table[i]?.[j] ?? 0;
}

function set(table: Grid, i: number, j: number): void {
  const row = table[i];
  if (row !== undefined) row[j] = 1;
}
