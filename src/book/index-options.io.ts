import type { Sqlite, SqliteOptions } from './sqlite.io.ts';

/** How the index of a book is opened. */
export interface IndexOptions {
  /** Which SQLite; `none` for the rows in memory. */
  readonly engine?: Sqlite['engine'] | 'none';
  readonly busyMs?: number;
}

/** What of it SQLite is told. */
export function sqliteOptions({ engine, busyMs }: IndexOptions): SqliteOptions {
  return {
    ...(engine === undefined || engine === 'none' ? {} : { engine }),
    ...(busyMs === undefined ? {} : { busyMs }),
  };
}
