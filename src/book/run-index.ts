import type { Filter } from './filter-ast.ts';
import { matches } from './filter-match.ts';
import type { KnownNames } from './filter-parse.ts';
import type { IndexRow } from './index-row.ts';
import { ordered } from './order-rows.ts';

/** Which runs of a book, in which order, and which stretch of them. */
export interface RunQuery extends Filter {
  /** How many at most; all by default. */
  readonly limit?: number;
  readonly offset?: number;
}

/** A stretch of the runs that match; `total` counts all of them. */
export interface RunPage {
  readonly rows: readonly IndexRow[];
  readonly total: number;
}

/** What answers questions about all runs of a book: the SQLite index, or the rows in memory. */
export interface RunIndex {
  names(): KnownNames;
  rows(query: RunQuery): RunPage;
  /** Only the runs' folders, relative to the book. */
  paths(query: RunQuery): { readonly paths: readonly string[]; readonly total: number };
  close(): void;
}

/** An index without SQLite. */
export function memoryIndex(rows: readonly IndexRow[]): RunIndex {
  const page = (query: RunQuery): RunPage => {
    const matching = rows.filter((row) => matches(query.where, row));
    const found = ordered(matching, query.sort);
    const from = query.offset ?? 0;
    return { rows: found.slice(from, from + (query.limit ?? found.length)), total: found.length };
  };
  return {
    names: () => ({
      metrics: distinct(rows.flatMap((row) => Object.keys(row.metrics))),
      params: distinct(rows.flatMap((row) => Object.keys(row.params))),
    }),
    rows: page,
    paths: (query) => {
      const found = page(query);
      return { paths: found.rows.map((row) => row.path), total: found.total };
    },
    close: () => {},
  };
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}
