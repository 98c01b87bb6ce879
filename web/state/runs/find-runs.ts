import type { Condition, SortKey } from '../../../src/book/filter-ast.ts';
import { EVERYTHING } from '../../../src/book/filter-ast.ts';
import { matches } from '../../../src/book/filter-match.ts';
import { orderOf } from '../../../src/book/order-rows.ts';
import { columnsOf, needsOf } from './needs.ts';
import type { RunTable } from './run-table.ts';

/** The runs that match a condition, by their place in the table, in the order of the book. */
export interface Matching {
  readonly table: RunTable;
  /** The condition as JSON. */
  readonly where: string;
  readonly rows: readonly number[];
}

/** The runs that match, in their order, and the same without it; or the columns that must be asked for first. */
export type Finding =
  | { readonly rows: readonly number[]; readonly matching: Matching }
  | { readonly missing: readonly string[] };

/**
 * Filters and sorts as `joulebook ls` does, by the same functions.
 *
 * @param before What matched last: where table and condition are the same it is not looked for again, and stays the same list for whoever adds it up.
 */
export function findRuns(
  table: RunTable,
  where: Condition,
  sort: readonly SortKey[],
  before?: Matching,
): Finding {
  const missing = columnsOf(needsOf(where, sort)).filter((name) => !table.has(name));
  if (missing.length > 0) return { missing };
  const text = JSON.stringify(where);
  const matching =
    before?.table === table && before.where === text
      ? before
      : { table, where: text, rows: matchingRows(table, where) };
  return { rows: sortedRows(table, matching.rows, sort), matching };
}

function matchingRows(table: RunTable, where: Condition): readonly number[] {
  if (where.op === 'and' && where.of.length === 0) return Array.from({ length: table.count }, (_, at) => at);
  const rows = table.rows(needsOf(where, []));
  return rows.flatMap((row, at) => (matches(where, row) ? [at] : []));
}

function sortedRows(table: RunTable, found: readonly number[], sort: readonly SortKey[]): readonly number[] {
  if (sort.length === 0) return found;
  const rows = table.rows(needsOf(EVERYTHING.where, sort));
  const order = orderOf(
    found.flatMap((at) => rows[at] ?? []),
    sort,
  );
  return order.flatMap((place) => found[place] ?? []);
}
