import { rmSync } from 'node:fs';
import { type Problem, problem } from '../errors.ts';
import { isCurrent, keepWitness, meta, readFiles, setMeta, writeFiles } from './index-meta.io.ts';
import { rowIn, selected, totalOf, troubles } from './index-query.io.ts';
import {
  type Fact,
  FACT_KEYS,
  FACTS_AT_ONCE,
  INSERT_FLAT,
  INSERT_RUN,
  insertFacts,
  LIVE,
  SCHEMA,
  SCHEMA_TEXT,
} from './index-schema.ts';
import type { BookState } from './book-state.ts';
import { type IndexOptions, sqliteOptions } from './index-options.io.ts';
import { memoryIndex, type RunIndex } from './run-index.ts';
import { listRuns, rememberedSet } from './run-set.io.ts';
import { SettledScan } from './settled-scan.io.ts';
import type { SqlValue } from './sql-value.ts';
import { closeQuietly, openSqlite, type Sqlite, SqliteFailure } from './sqlite.io.ts';

/** An index that shows the book's files as they are now. */
export interface FreshIndex {
  readonly index: RunIndex;
  /** Runs that were left out, and why the index is slower than it could be. */
  readonly problems: readonly Problem[];
  /** Of what the book's files are. */
  readonly state: BookState;
}

/**
 * Opens the index of a book and brings it up to date with the files; runs that nobody watches any more are closed first. It is disposable:
 * damaged, foreign or of another version, it is made anew; where it cannot be written or no SQLite is to be had, the runs are read into
 * memory and a warning says so.
 *
 * @param nowMs wall time, ms since 1970.
 */
export function openIndex(book: string, nowMs: number, options: IndexOptions = {}): FreshIndex {
  let scan: SettledScan | undefined;
  const inMemory = (...warnings: readonly Problem[]): FreshIndex =>
    indexInMemory(scan ?? new SettledScan(book, nowMs, listRuns(book, nowMs)), warnings);
  if (options.engine === 'none') return inMemory();
  const file = `${book}/index.db`;
  for (let attempt = 0; ; attempt++) {
    const opened = openSqlite(file, sqliteOptions(options));
    if (!opened.ok) return inMemory(slower(opened.error.what, opened.error.why));
    const db = opened.value;
    try {
      prepareSchema(db);
      const remembered = rememberedSet(book, meta(db, 'set') ?? '', meta(db, 'witness') ?? '');
      scan ??= new SettledScan(book, nowMs, remembered ?? listRuns(book, nowMs));
      bringUpToDate(db, scan);
      const problems = [...scan.problems, ...troubles(db)];
      return { index: sqliteIndex(db, withGrowth(db, scan)), problems, state: stateOf(scan) };
    } catch (error) {
      closeQuietly(db);
      if (!(error instanceof SqliteFailure)) throw error;
      if (error.trouble === 'damaged' && attempt === 0 && removeIndex(file)) continue;
      return inMemory(slower(`cannot use ${file}`, error.message));
    }
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

function indexInMemory(scan: SettledScan, warnings: readonly Problem[]): FreshIndex {
  const rows = new Map([...scan.found().keys(), ...scan.live].map((path) => [path, scan.load(path)]));
  const running = [...rows].flatMap(([path, row]) =>
    row?.ok === true && row.value.state === 'running' ? [path] : [],
  );
  scan.settle(running);
  for (const path of running) rows.set(path, scan.load(path));
  const loaded = [...rows.values()];
  const good = loaded.flatMap((row) => (row?.ok === true ? [row.value] : []));
  const bad = loaded.flatMap((row) => (row?.ok === false ? [row.error] : []));
  return {
    index: memoryIndex(good),
    problems: [...warnings, ...scan.problems, ...bad],
    state: stateOf(scan),
  };
}

function stateOf(scan: SettledScan): BookState {
  const live = scan.live.map((path) => `${path} ${scan.stateOf(path) ?? ''}`).sort();
  return {
    text: [scan.digest, ...live].join('\n'),
    witness: scan.isWhole ? scan.set.witness : '',
    ofRun: (path) => scan.stateOf(path),
  };
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

/** Makes the tables, unless they are there as this version wants them; tables of anything else are dropped. */
function prepareSchema(db: Sqlite): void {
  if (isCurrent(db)) return;
  db.exec('PRAGMA foreign_keys = OFF');
  db.transaction(() => {
    if (isCurrent(db)) return; // another process was faster
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

/** Loads what is new or changed and drops what is gone. Two processes may do so at once; the second finds it done. */
function bringUpToDate(db: Sqlite, scan: SettledScan): void {
  scan.settle([...liveRows(db).keys()]);
  update(db, scan);
  scan.settle([...liveRows(db).keys()]); // a record that is new may say that its run lives
  update(db, scan);
}

/** In one transaction, and in none where nothing is to be done. */
function update(db: Sqlite, scan: SettledScan): void {
  const { digest, set } = scan;
  const isBehind = meta(db, 'digest') !== digest || meta(db, 'set') !== set.text;
  if (isBehind || turnedOf(liveRows(db), scan).length > 0) {
    db.transaction(() => {
      const live = liveRows(db); // again: another process may have been here
      const turned = turnedOf(live, scan);
      const found = isBehind ? scan.found() : undefined;
      const { stale, fresh } =
        found === undefined ? NONE : difference(readFiles(meta(db, 'files') ?? ''), found);
      // A run that lives may be shown already when it writes its first record.
      remove(db, [...new Set([...stale, ...turned, ...fresh.filter((path) => live.has(path))])]);
      insert(db, scan, [...new Set([...fresh, ...turned])]);
      if (found === undefined) return;
      setMeta(db, 'files', writeFiles(found));
      setMeta(db, 'digest', digest);
      setMeta(db, 'set', set.text);
      setMeta(db, 'witness', set.witness);
    });
  }
  keepWitness(db, set);
  const quiet = scan.isWhole && scan.problems.length === 0 && troubles(db).length === 0 ? 'yes' : 'no';
  if (meta(db, 'quiet') !== quiet) db.transaction(() => setMeta(db, 'quiet', quiet));
}

/** Runs that were not known to live, or do not any more. */
function turnedOf(live: ReadonlyMap<string, number>, scan: SettledScan): readonly string[] {
  return [...new Set([...live.keys(), ...scan.live])].filter((path) => {
    const [before, now] = [live.get(path), scan.stateOf(path)];
    return before !== now && !(isOfJournal(before) && isOfJournal(now));
  });
}

function isOfJournal(state: number | undefined): boolean {
  return state !== undefined && state < 0;
}

/**
 * Shows live runs as their journals have grown to be. That is only for the questions of this moment and is not kept: waiting for the disk would take
 * longer than all else. What is returned takes it back.
 */
function withGrowth(db: Sqlite, scan: SettledScan): () => void {
  const live = liveRows(db);
  const grown = scan.live.filter((path) => live.has(path) && live.get(path) !== scan.stateOf(path));
  if (grown.length === 0) return () => {};
  return db.unsaved(() => {
    remove(db, grown);
    insert(db, scan, grown);
  });
}

interface Difference {
  /** Known to the index but changed or gone. */
  readonly stale: readonly string[];
  /** New or changed. */
  readonly fresh: readonly string[];
}

const NONE: Difference = { stale: [], fresh: [] };

function difference(known: ReadonlyMap<string, number>, found: ReadonlyMap<string, number>): Difference {
  return {
    stale: [...known].filter(([path, state]) => found.get(path) !== state).map(([path]) => path),
    fresh: [...found].filter(([path, state]) => known.get(path) !== state).map(([path]) => path),
  };
}

function remove(db: Sqlite, paths: readonly string[]): void {
  if (paths.length === 0) return;
  const find = db.prepare('SELECT n FROM runs WHERE path = ?');
  const runs = paths.flatMap((path) => find.all(path).map((row) => Number(row['n'])));
  const list = JSON.stringify(runs);
  db.prepare('DELETE FROM facts WHERE run IN (SELECT value FROM json_each(?))').run(list);
  db.prepare('DELETE FROM flat WHERE n IN (SELECT value FROM json_each(?))').run(list);
  db.prepare('DELETE FROM runs WHERE n IN (SELECT value FROM json_each(?))').run(list);
  db.prepare('DELETE FROM trouble WHERE path IN (SELECT value FROM json_each(?))').run(JSON.stringify(paths));
}

function insert(db: Sqlite, scan: SettledScan, paths: readonly string[]): void {
  const insertRun = db.prepare(INSERT_RUN);
  const insertFlat = db.prepare(INSERT_FLAT);
  const facts = factWriter(db);
  const insertTrouble = db.prepare('INSERT OR REPLACE INTO trouble VALUES (?, ?)');
  const last = Number(db.prepare('SELECT ifnull(max(n), 0) AS n FROM runs').all()[0]?.['n'] ?? 0);
  for (const [place, run] of scan.loadAll(paths)) {
    if (run.is === 'gone') continue;
    const path = paths[place] ?? '';
    if (run.is === 'bad') {
      insertTrouble.run(path, JSON.stringify(run.problem));
      continue;
    }
    const n = last + 1 + place;
    insertRun.run(n, path, scan.stateOf(path) ?? 0, ...run.values);
    insertFlat.run(n, run.row);
    facts.add(n, run.facts);
  }
  facts.flush();
}

function factWriter(db: Sqlite): {
  readonly add: (run: number, facts: readonly Fact[]) => void;
  readonly flush: () => void;
} {
  const insertMany = db.prepare(insertFacts(FACTS_AT_ONCE));
  let waiting: SqlValue[][] = [];
  return {
    add: (run, facts) => {
      for (const [key, ...values] of facts) waiting.push([key, run, ...values]);
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

/** Rows of runs that were not over when they were read, with the state of what they were read from. */
function liveRows(db: Sqlite): ReadonlyMap<string, number> {
  const rows = db.prepare(`SELECT path, file FROM runs WHERE ${LIVE}`).all();
  return new Map(rows.map((row) => [String(row['path']), Number(row['file'])]));
}

function sqliteIndex(db: Sqlite, takeBack: () => void): RunIndex {
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
    rows: (query) => {
      const rows = selected(db, query, true).map(rowIn);
      return { rows, total: totalOf(db, query, rows) };
    },
    paths: (query) => {
      const paths = selected(db, query, false).map((found) => String(found['path']));
      return { paths, total: totalOf(db, query, paths) };
    },
    close: () => {
      takeBack();
      closeQuietly(db);
    },
  };
}
