import type { Problem } from '../errors.ts';
import { orderSql, toSql } from './filter-sql.ts';
import type { IndexRow } from './index-row.ts';
import type { RunQuery } from './run-index.ts';
import type { SqlRow, Sqlite } from './sqlite.io.ts';

/** How many runs match, whatever the limit. */
export function counted(db: Sqlite, query: RunQuery): number {
  const where = toSql(query.where);
  const sql = `SELECT count(*) AS total FROM runs WHERE ${where.text}`;
  return Number(db.prepare(sql).all(...where.values)[0]?.['total']);
}

/** The runs that match in their order: `path`, `file` and, `withRow`, the row. */
export function selected(db: Sqlite, query: RunQuery, withRow: boolean): readonly SqlRow[] {
  const where = toSql(query.where);
  const order = orderSql(query.sort);
  // First which runs, then their rows: a row is much longer than all that is searched and sorted.
  const sql =
    `WITH page AS MATERIALIZED (SELECT n, path, file FROM runs WHERE ${where.text} ORDER BY ${order.text} LIMIT ? OFFSET ?) ` +
    `SELECT path, file${withRow ? ', (SELECT row FROM flat WHERE flat.n = page.n) AS row' : ''} FROM page`;
  return db.prepare(sql).all(...where.values, ...order.values, query.limit ?? -1, query.offset ?? 0);
}

/** The total of a page: counted only if the page does not tell. */
export function totalOf(db: Sqlite, query: RunQuery, page: readonly unknown[]): number {
  const { limit, offset = 0 } = query;
  const isLast = limit === undefined || page.length < limit;
  return isLast && (page.length > 0 || offset === 0) ? offset + page.length : counted(db, query);
}

/** The row of a run as it was put in. */
export function rowIn(found: SqlRow): IndexRow {
  return JSON.parse(String(found['row'])) as IndexRow;
}

/** What is to be said of runs that could not be read. */
export function troubles(db: Sqlite): readonly Problem[] {
  const rows = db.prepare('SELECT problem FROM trouble ORDER BY path').all();
  return rows.map((row) => JSON.parse(String(row['problem'])) as Problem);
}
