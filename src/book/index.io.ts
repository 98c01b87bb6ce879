import { existsSync, rmSync } from 'node:fs';
import { type Problem, problem } from '../errors.ts';
import {
  factValues,
  FACT_KEYS,
  FACTS_AT_ONCE,
  INSERT_RUN,
  insertFacts,
  runValues,
  SCHEMA,
  SCHEMA_TEXT,
} from './index-schema.ts';
import { digestOf } from './digest.ts';
import { columnOf, orderSql, toSql } from './filter-sql.ts';
import type { IndexRow } from './index-row.ts';
import { memoryIndex, type RunIndex, type RunPage, type RunQuery } from './run-index.ts';
import { fileState, runSet } from './run-scan.io.ts';
import { SettledScan } from './settled-scan.io.ts';
import { openSqlite, type SqlRow, type SqlValue as Value, type Sqlite, SqliteFailure } from './sqlite.io.ts';

export interface IndexOptions {
  /** Which SQLite; `none` for the rows in memory. */
  readonly engine?: Sqlite['engine'] | 'none';
  readonly busyMs?: number;
}

/** An index that shows the book's files as they are now. */
export interface FreshIndex {
  readonly index: RunIndex;
  /** Runs that were left out, and why the index is slower than it could be. */
  readonly problems: readonly Problem[];
}

/**
 * Opens the index of a book and brings it up to date with the files; runs that nobody watches any more are closed first. It is disposable:
 * damaged, foreign or of another version, it is made anew; where it cannot be written or no SQLite is to be had, the runs are read into
 * memory and a warning says so.
 *
 * @param nowMs wall time, ms since 1970.
 */
export function openIndex(book: string, nowMs: number, options: IndexOptions = {}): FreshIndex {
  const scan = new SettledScan(book, nowMs);
  scan.settle(scan.open);
  if (options.engine === 'none') return inMemory(scan, []);
  const file = `${book}/index.db`;
  const { engine, busyMs } = options;
  for (let attempt = 0; ; attempt++) {
    const opened = openSqlite(file, {
      ...(engine === undefined ? {} : { engine }),
      ...(busyMs === undefined ? {} : { busyMs }),
    });
    if (!opened.ok) return inMemory(scan, [slower(opened.error.what, opened.error.why)]);
    try {
      prepareSchema(opened.value);
      bringUpToDate(opened.value, scan);
      if (scan.settle(runningPaths(opened.value))) bringUpToDate(opened.value, scan);
      const index = sqliteIndex(opened.value);
      return { index, problems: [...scan.problems, ...troubles(opened.value)] };
    } catch (error) {
      closeQuietly(opened.value);
      if (!(error instanceof SqliteFailure)) throw error;
      if (error.trouble === 'damaged' && attempt === 0 && removeIndex(file)) continue;
      return inMemory(scan, [slower(`cannot use ${file}`, error.message)]);
    }
  }
}

/**
 * The newest runs, at the price of a look at the folders and at the files of these runs alone: when a run began and what it is part of never
 * changes, so if the set of runs is the one that the index shows, their order is too. undefined where only {@link openIndex} can tell: an
 * index that is not up to date, a run that is alive, anything out of the ordinary.
 *
 * @param query must not ask for anything that may change: {@link EVERYTHING} or root runs, without a sort.
 */
export function newestRuns(
  book: string,
  query: RunQuery & { readonly limit: number },
  options: IndexOptions = {},
): RunPage | undefined {
  const { engine, busyMs } = options;
  const file = `${book}/index.db`;
  if (engine === 'none' || !existsSync(file)) return undefined;
  const opened = openSqlite(file, {
    ...(engine === undefined ? {} : { engine }),
    ...(busyMs === undefined ? {} : { busyMs }),
  });
  if (!opened.ok) return undefined;
  try {
    const set = runSet(book);
    if (schemaText(opened.value) !== SCHEMA_TEXT || set === undefined) return undefined;
    if (meta(opened.value, 'quiet') !== 'yes' || meta(opened.value, 'set') !== set) return undefined;
    const found = selected(opened.value, 'path, file, row', query);
    if (found.some((row) => fileState(book, String(row['path'])) !== row['file'])) return undefined;
    const rows = found.map((row) => JSON.parse(String(row['row'])) as IndexRow);
    return { rows, total: counted(opened.value, query) };
  } catch (error) {
    if (!(error instanceof SqliteFailure)) throw error;
    return undefined; // openIndex says what is wrong
  } finally {
    closeQuietly(opened.value);
  }
}

function slower(what: string, why: string | undefined): Problem {
  return problem(
    'E_INDEX',
    `${what}; every listing reads all runs`,
    why,
    'Results are complete, only slower. Make the book writable, or install libsql.',
  );
}

function inMemory(scan: SettledScan, warnings: readonly Problem[]): FreshIndex {
  let rows = [...scan.found.keys()].map((path) => ({ path, loaded: scan.load(path) }));
  const running = rows.filter(({ loaded }) => loaded?.ok === true && loaded.value.state === 'running');
  if (scan.settle(running.map(({ path }) => path))) {
    rows = rows.map((row) => (running.includes(row) ? { ...row, loaded: scan.load(row.path) } : row));
  }
  const good = rows.flatMap(({ loaded }) => (loaded?.ok === true ? [loaded.value] : []));
  const bad = rows.flatMap(({ loaded }) => (loaded?.ok === false ? [loaded.error] : []));
  return { index: memoryIndex(good), problems: [...warnings, ...scan.problems, ...bad] };
}

/** Deletes a damaged index and what a crash left of its last transaction. False where that is not allowed. */
function removeIndex(file: string): boolean {
  try {
    for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
    return true;
  } catch {
    return false; // the caller goes on in memory and says why
  }
}

function closeQuietly(db: Sqlite): void {
  try {
    db.close();
  } catch (error) {
    if (!(error instanceof SqliteFailure)) throw error; // a broken file may refuse even this
  }
}

/** Makes the tables, unless they are there as this version wants them; tables of anything else are dropped. */
function prepareSchema(db: Sqlite): void {
  if (schemaText(db) === SCHEMA_TEXT) return;
  db.exec('PRAGMA foreign_keys = OFF');
  db.transaction(() => {
    if (schemaText(db) === SCHEMA_TEXT) return; // another process was faster
    const things = db.prepare(
      "SELECT type, name FROM sqlite_master WHERE type IN ('view', 'trigger', 'table') AND name NOT LIKE 'sqlite_%' " +
        "ORDER BY type = 'table'",
    );
    for (const { type, name } of things.all()) {
      db.exec(`DROP ${String(type)} IF EXISTS "${String(name).replaceAll('"', '""')}"`);
    }
    for (const statement of SCHEMA) db.exec(statement);
    setMeta(db, 'schema', SCHEMA_TEXT);
  });
}

function schemaText(db: Sqlite): string | undefined {
  const tables = db.prepare("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'meta'").all();
  return tables[0]?.['sql'] === SCHEMA[0] ? meta(db, 'schema') : undefined;
}

function meta(db: Sqlite, key: string): string | undefined {
  const value = db.prepare('SELECT value FROM meta WHERE key = ?').all(key)[0]?.['value'];
  return typeof value === 'string' ? value : undefined;
}

function setMeta(db: Sqlite, key: string, value: string): void {
  db.prepare('INSERT OR REPLACE INTO meta VALUES (?, ?)').run(key, value);
}

/** Loads what is new or changed and drops what is gone, in one transaction. Two processes may do so at once; the second finds it done. */
function bringUpToDate(db: Sqlite, scan: SettledScan): void {
  // One number for the states of all files: compared faster than ten thousand.
  const digest = `${scan.found.size} ${digestOf(scan.found.values())}`;
  if (meta(db, 'digest') === digest && meta(db, 'set') === scan.set) return;
  db.transaction(() => {
    const { stale, fresh } = difference(readFiles(meta(db, 'files') ?? ''), scan.found);
    remove(db, stale);
    insert(db, scan, fresh);
    setMeta(db, 'files', writeFiles(scan.found));
    setMeta(db, 'digest', digest);
    setMeta(db, 'set', scan.set);
    const quiet = scan.isAllOver && scan.problems.length === 0 && troubles(db).length === 0;
    setMeta(db, 'quiet', quiet ? 'yes' : 'no');
  });
}

interface Difference {
  /** Known to the index but changed or gone. */
  readonly stale: readonly string[];
  /** New or changed. */
  readonly fresh: readonly string[];
}

function difference(known: ReadonlyMap<string, number>, found: ReadonlyMap<string, number>): Difference {
  return {
    stale: [...known].filter(([path, state]) => found.get(path) !== state).map(([path]) => path),
    fresh: [...found].filter(([path, state]) => known.get(path) !== state).map(([path]) => path),
  };
}

/** The files' states are one text in `meta`: ten thousand rows would take longer to fetch than the listing itself. */
function writeFiles(found: ReadonlyMap<string, number>): string {
  return Array.from(found, ([path, state]) => `${path} ${state}\n`).join('');
}

function readFiles(text: string): Map<string, number> {
  const lines = text.split('\n').filter((line) => line !== '');
  return new Map(
    lines.map((line) => {
      const space = line.lastIndexOf(' ');
      return [line.slice(0, space), Number(line.slice(space + 1))] as const;
    }),
  );
}

function remove(db: Sqlite, paths: readonly string[]): void {
  if (paths.length === 0) return;
  const find = db.prepare('SELECT n FROM runs WHERE path = ?');
  const runs = paths.flatMap((path) => find.all(path).map((row) => Number(row['n'])));
  const list = JSON.stringify(runs);
  db.prepare('DELETE FROM facts WHERE run IN (SELECT value FROM json_each(?))').run(list);
  db.prepare('DELETE FROM runs WHERE n IN (SELECT value FROM json_each(?))').run(list);
  db.prepare('DELETE FROM trouble WHERE path IN (SELECT value FROM json_each(?))').run(JSON.stringify(paths));
}

function insert(db: Sqlite, scan: SettledScan, paths: readonly string[]): void {
  const insertRun = db.prepare(INSERT_RUN);
  const facts = factWriter(db);
  const insertTrouble = db.prepare('INSERT OR REPLACE INTO trouble VALUES (?, ?)');
  let n = Number(db.prepare('SELECT ifnull(max(n), 0) AS n FROM runs').all()[0]?.['n'] ?? 0);
  for (const path of paths) {
    const loaded = scan.load(path);
    if (loaded === undefined) continue;
    if (!loaded.ok) {
      insertTrouble.run(path, JSON.stringify(loaded.error));
      continue;
    }
    n++;
    insertRun.run(n, ...runValues(loaded.value, scan.found.get(path) ?? 0));
    facts.add(factValues(loaded.value, n));
  }
  facts.flush();
}

function factWriter(db: Sqlite): {
  readonly add: (facts: readonly Value[][]) => void;
  readonly flush: () => void;
} {
  const insertMany = db.prepare(insertFacts(FACTS_AT_ONCE));
  let waiting: Value[][] = [];
  return {
    add: (facts) => {
      waiting.push(...facts);
      let from = 0;
      for (; waiting.length - from >= FACTS_AT_ONCE; from += FACTS_AT_ONCE) {
        insertMany.run(...waiting.slice(from, from + FACTS_AT_ONCE).flat());
      }
      if (from > 0) waiting = waiting.slice(from);
    },
    flush: () => {
      if (waiting.length > 0) db.prepare(insertFacts(waiting.length)).run(...waiting.flat());
      waiting = [];
    },
  };
}

/** Runs whose `run.json` says that they run; one whose journal was looked at has been asked already. */
function runningPaths(db: Sqlite): readonly string[] {
  const rows = db.prepare(`SELECT path FROM runs WHERE ${columnOf('state')} = 'running'`).all();
  return rows.map((row) => String(row['path']));
}

function troubles(db: Sqlite): readonly Problem[] {
  const rows = db.prepare('SELECT problem FROM trouble ORDER BY path').all();
  return rows.map((row) => JSON.parse(String(row['problem'])) as Problem);
}

function counted(db: Sqlite, query: RunQuery): number {
  const where = toSql(query.where);
  const sql = `SELECT count(*) AS total FROM runs WHERE ${where.text}`;
  return Number(db.prepare(sql).all(...where.values)[0]?.['total']);
}

function selected(db: Sqlite, columns: string, query: RunQuery): readonly SqlRow[] {
  const where = toSql(query.where);
  const order = orderSql(query.sort);
  const sql = `SELECT ${columns} FROM runs WHERE ${where.text} ORDER BY ${order.text} LIMIT ? OFFSET ?`;
  return db.prepare(sql).all(...where.values, ...order.values, query.limit ?? -1, query.offset ?? 0);
}

function sqliteIndex(db: Sqlite): RunIndex {
  return {
    names: () => {
      const keys = db
        .prepare(FACT_KEYS)
        .all()
        .map((row) => String(row['k']));
      const named = (prefix: string): readonly string[] =>
        keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
      return { metrics: named('m.'), params: named('p.') };
    },
    rows: (query) => ({
      rows: selected(db, 'row', query).map((found) => JSON.parse(String(found['row'])) as IndexRow),
      total: counted(db, query),
    }),
    paths: (query) => ({
      paths: selected(db, 'path', query).map((found) => String(found['path'])),
      total: counted(db, query),
    }),
    close: () => closeQuietly(db),
  };
}
