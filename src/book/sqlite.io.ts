import { createRequire, Module } from 'node:module';
import { problem } from '../errors.ts';
import { err, ok, type Result } from '../result.ts';
import type { SqlValue } from './sql-value.ts';

export type SqlRow = Readonly<Record<string, SqlValue>>;

/** A database, whichever engine stands behind it. Every method throws a {@link SqliteFailure}, nothing else. */
export interface Sqlite {
  readonly engine: 'node:sqlite' | 'libsql';
  exec(sql: string): void;
  prepare(sql: string): SqliteStatement;
  /** Runs `body` between BEGIN IMMEDIATE and COMMIT; rolls back and throws on if it throws. */
  transaction<T>(body: () => T): T;
  /** Runs `body` in a transaction that is never committed. What is returned takes it back; until then other writers wait. */
  unsaved(body: () => void): () => void;
  close(): void;
}

export interface SqliteStatement {
  all(...values: readonly SqlValue[]): readonly SqlRow[];
  run(...values: readonly SqlValue[]): void;
}

/** `damaged`: no database, or a broken one; `busy`: locked for longer than the time-out; `unwritable`: read-only, full, no right. */
export type SqliteTrouble = 'damaged' | 'busy' | 'unwritable' | 'other';

export class SqliteFailure extends Error {
  readonly trouble: SqliteTrouble;

  constructor(trouble: SqliteTrouble, message: string, cause: unknown) {
    super(message, { cause });
    this.name = 'SqliteFailure';
    this.trouble = trouble;
  }
}

export interface SqliteOptions {
  /** How long to wait for other processes' locks. */
  readonly busyMs?: number;
  /** Which engine; the default is node:sqlite where it is built in. */
  readonly engine?: Sqlite['engine'];
}

/** Both engines' classes have this much in common. */
interface RawDatabase {
  exec(sql: string): unknown;
  prepare(sql: string): {
    all(...values: unknown[]): unknown[];
    run(...values: unknown[]): unknown;
  };
  close(): unknown;
}
type RawClass = new (path: string) => RawDatabase;

const DEFAULT_BUSY_MS = 10_000;

/**
 * Opens a SQLite database, making the file if need be: `node:sqlite` where Node has it, else libsql. E_INDEX where there is neither or
 * the file cannot be opened. A file that is no database opens; its first use throws a `damaged` failure.
 */
export function openSqlite(path: string, options: SqliteOptions = {}): Result<Sqlite> {
  const found = engineClass(options.engine);
  if (found === undefined) {
    return err(
      problem(
        'E_INDEX',
        'no SQLite is to be had',
        'This Node has no node:sqlite and the optional package libsql is not installed.',
        'Use Node 22.13 or newer, or install again with optional packages.',
      ),
    );
  }
  try {
    const raw = new found.engine(path);
    try {
      raw.exec(`PRAGMA busy_timeout = ${Math.round(options.busyMs ?? DEFAULT_BUSY_MS)}`);
    } catch (error) {
      raw.close();
      throw error;
    }
    return ok(wrapped(raw, found.name));
  } catch (error) {
    const why = failureOf(error).message;
    return err(problem('E_INDEX', `cannot open ${path}`, why, 'Look at the permissions of its folder.'));
  }
}

/** Closes a database that may be broken: such a one may refuse even this. */
export function closeQuietly(db: Sqlite): void {
  try {
    db.close();
  } catch (error) {
    if (!(error instanceof SqliteFailure)) throw error;
  }
}

/** Which engines this Node has. */
export function sqliteEngines(): readonly Sqlite['engine'][] {
  return (['node:sqlite', 'libsql'] as const).filter((name) => engineClass(name) !== undefined);
}

function engineClass(
  wanted: Sqlite['engine'] | undefined,
): { readonly name: Sqlite['engine']; readonly engine: RawClass } | undefined {
  const builtIn = wanted === 'libsql' ? undefined : nodeSqlite();
  if (builtIn !== undefined) return { name: 'node:sqlite', engine: builtIn };
  const libsql = wanted === 'node:sqlite' ? undefined : libsqlClass();
  return libsql === undefined ? undefined : { name: 'libsql', engine: libsql };
}

/** Loads node:sqlite without the warning that it is experimental, which would stand on every user's screen. */
function nodeSqlite(): RawClass | undefined {
  const loader = process as {
    getBuiltinModule?: (id: string) => unknown;
    emitWarning: (this: void, warning: string | Error, ...rest: unknown[]) => void;
  };
  const { emitWarning } = loader;
  loader.emitWarning = (warning, ...rest) => {
    if (!String(warning).includes('SQLite is an experimental feature')) emitWarning(warning, ...rest);
  };
  try {
    return (loader.getBuiltinModule?.('node:sqlite') as { DatabaseSync?: RawClass } | undefined)
      ?.DatabaseSync;
  } finally {
    loader.emitWarning = emitWarning;
  }
}

function libsqlClass(): RawClass | undefined {
  const require = createRequire(import.meta.url);
  for (const load of [loadWithoutLooking, plainly]) {
    try {
      return load(require) as RawClass;
    } catch {
      // not this way; and if in no way, it is not installed or has no binary for this platform: the caller says so
    }
  }
  return undefined;
}

function plainly(require: NodeJS.Require): unknown {
  return require('libsql');
}

/**
 * Loads libsql with the usual binary. Its own way to find out which binary fits (a report of the whole process, child_process) takes 25 ms,
 * the binary and all else 5. So what it would ask is answered beforehand, if that binary loads; else this throws and it may look itself.
 */
function loadWithoutLooking(require: NodeJS.Require): unknown {
  const target = `linux-${process.arch}-gnu`;
  const inside = createRequire(require.resolve('libsql'));
  inside(`@libsql/${target}`);
  const answers = [
    ['detect-libc', { familySync: () => 'glibc', GLIBC: 'glibc', MUSL: 'musl' }],
    ['@neon-rs/load', { currentTarget: () => target, load: () => null }],
  ] as const;
  const files = answers.map(([name]) => inside.resolve(name));
  const before = files.map((file) => inside.cache[file]);
  answers.forEach(([, exports], i) => {
    const file = files[i] as string;
    inside.cache[file] = Object.assign(new Module(file), { exports, loaded: true });
  });
  try {
    return inside('libsql');
  } finally {
    files.forEach((file, i) => {
      if (before[i] === undefined) delete inside.cache[file];
      else inside.cache[file] = before[i];
    });
  }
}

function wrapped(raw: RawDatabase, engine: Sqlite['engine']): Sqlite {
  const exec = (sql: string): void => void guarded(() => raw.exec(sql));
  return {
    engine,
    exec,
    prepare: (sql) => {
      const statement = guarded(() => raw.prepare(sql));
      return {
        // Never `get`: libsql adds a column `_metadata` to its answer.
        all: (...values) => guarded(() => statement.all(...values)) as readonly SqlRow[],
        run: (...values) => void guarded(() => statement.run(...values)),
      };
    },
    transaction: (body) => {
      exec('BEGIN IMMEDIATE');
      try {
        const result = body();
        exec('COMMIT');
        return result;
      } catch (error) {
        rollBack(raw);
        throw error;
      }
    },
    unsaved: (body) => {
      exec('BEGIN IMMEDIATE');
      try {
        body();
        return () => rollBack(raw);
      } catch (error) {
        rollBack(raw);
        throw error;
      }
    },
    close: () => void guarded(() => raw.close()),
  };
}

/** Some failures (a full disk, a broken file) have rolled back already; the first error is the one to tell. */
function rollBack(raw: RawDatabase): void {
  try {
    raw.exec('ROLLBACK');
  } catch {
    // no transaction is active any more
  }
}

function guarded<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw failureOf(error);
  }
}

/** SQLite's primary result codes (sqlite.org/rescode.html) that we tell apart. */
const TROUBLES: Readonly<Record<number, SqliteTrouble>> = {
  5: 'busy',
  6: 'busy',
  8: 'unwritable',
  10: 'unwritable',
  11: 'damaged',
  13: 'unwritable',
  14: 'unwritable',
  26: 'damaged',
};
const NAMES: Readonly<Record<string, number>> = {
  SQLITE_BUSY: 5,
  SQLITE_LOCKED: 6,
  SQLITE_READONLY: 8,
  SQLITE_IOERR: 10,
  SQLITE_CORRUPT: 11,
  SQLITE_FULL: 13,
  SQLITE_CANTOPEN: 14,
  SQLITE_NOTADB: 26,
};

function failureOf(error: unknown): SqliteFailure {
  if (error instanceof SqliteFailure) return error;
  const { code, errcode, rawCode, message } = error as {
    code?: unknown;
    errcode?: unknown;
    rawCode?: unknown;
    message?: unknown;
  };
  const number = [errcode, rawCode].find((n) => typeof n === 'number');
  const name = typeof code === 'string' ? /^SQLITE_[A-Z]+/.exec(code)?.[0] : undefined;
  const primary = typeof number === 'number' ? number & 0xff : name === undefined ? undefined : NAMES[name];
  const text = String(message ?? error);
  const byText = /not a database|malformed/.test(text) ? 'damaged' : undefined;
  return new SqliteFailure((primary && TROUBLES[primary]) || byText || 'other', text, error);
}
