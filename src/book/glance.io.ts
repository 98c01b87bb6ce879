import { existsSync } from 'node:fs';
import { EVERYTHING } from './filter-ast.ts';
import { isCurrent, keepWitness, meta } from './index-meta.io.ts';
import { counted, rowIn, selected } from './index-query.io.ts';
import { type IndexOptions, sqliteOptions } from './index-options.io.ts';
import { type IndexRow, rowOf } from './index-row.ts';
import type { RunPage, RunQuery } from './run-index.ts';
import { ROOTS } from './run-ref.ts';
import { fileState } from './run-scan.io.ts';
import { isStill, listRuns } from './run-set.io.ts';
import { closeQuietly, openSqlite, type Sqlite, SqliteFailure } from './sqlite.io.ts';
import { recordSoFar, settleRun } from './unfinished.io.ts';

/**
 * The newest runs, at the price of a look at the folders of months and at the files of these runs alone: when a run began and what it is part
 * of never changes, so if the set of runs is the one that the index shows, their order is too. undefined where only `openIndex` can tell:
 * an index that is not up to date, a run that has ended since, anything out of the ordinary.
 *
 * @param nowMs wall time, ms since 1970.
 */
export function newestRuns(
  book: string,
  nowMs: number,
  stretch: { readonly limit: number; readonly offset?: number },
  options: IndexOptions = {},
): RunPage | undefined {
  return atAGlance(book, nowMs, options, (db) => {
    const rows = currentRows(db, book, nowMs, { ...EVERYTHING, ...stretch });
    return rows === undefined ? undefined : { rows, total: counted(db, EVERYTHING) };
  });
}

/** The root run that began so many root runs before the newest; else as {@link newestRuns}. */
export function newestRoot(
  book: string,
  nowMs: number,
  back: number,
  options: IndexOptions = {},
): IndexRow | undefined {
  return atAGlance(
    book,
    nowMs,
    options,
    (db) => currentRows(db, book, nowMs, { where: ROOTS, sort: [], limit: 1, offset: back })?.[0],
  );
}

function atAGlance<T>(
  book: string,
  nowMs: number,
  options: IndexOptions,
  look: (db: Sqlite) => T | undefined,
): T | undefined {
  const file = `${book}/index.db`;
  if (options.engine === 'none' || !existsSync(file)) return undefined;
  const opened = openSqlite(file, sqliteOptions(options));
  if (!opened.ok) return undefined;
  const db = opened.value;
  try {
    return isCurrent(db) && meta(db, 'quiet') === 'yes' && isSetShown(db, book, nowMs) ? look(db) : undefined;
  } catch (error) {
    if (!(error instanceof SqliteFailure)) throw error;
    return undefined; // openIndex says what is wrong
  } finally {
    closeQuietly(db);
  }
}

function isSetShown(db: Sqlite, book: string, nowMs: number): boolean {
  if (isStill(book, meta(db, 'witness') ?? '')) return true;
  const set = listRuns(book, nowMs);
  if (set.problems.length > 0 || meta(db, 'set') !== set.text) return false;
  keepWitness(db, set);
  return true;
}

/** The rows as they are now; undefined where one of them is of a run that is not as it was when it was put into the index. */
function currentRows(
  db: Sqlite,
  book: string,
  nowMs: number,
  query: RunQuery,
): readonly IndexRow[] | undefined {
  const rows: IndexRow[] = [];
  for (const found of selected(db, query, true)) {
    const path = String(found['path']);
    const state = Number(found['file']);
    const row = state < 0 ? liveRow(book, path, nowMs) : rowIn(found);
    if (row === undefined || (state >= 0 && fileState(book, path) !== state)) return undefined;
    rows.push(row);
  }
  return rows;
}

/** What the journal of a run says that is still alive. */
function liveRow(book: string, path: string, nowMs: number): IndexRow | undefined {
  const id = path.slice(path.lastIndexOf('/') + 1);
  if (settleRun(book, id, nowMs).state !== 'alive') return undefined;
  const record = recordSoFar(book, id, 'alive', 'roughly');
  return record === undefined ? undefined : rowOf(record, path);
}
