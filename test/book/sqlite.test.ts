import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { openSqlite, type Sqlite, SqliteFailure, sqliteEngines } from '../../src/book/sqlite.io.ts';

const folder = mkdtempSync(join(tmpdir(), 'joulebook-sqlite-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const freshPath = (): string => join(folder, `${files++}.db`);

function open(path: string, engine: Sqlite['engine'], busyMs = 50): Sqlite {
  const opened = openSqlite(path, { engine, busyMs });
  if (!opened.ok) throw new Error(opened.error.why);
  return opened.value;
}

function troubleOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof SqliteFailure) return error.trouble;
    throw error;
  }
  return 'none';
}

it('has an engine on every Node', () => {
  expect(sqliteEngines().length).toBeGreaterThan(0);
});

describe.each(sqliteEngines())('%s', (engine) => {
  it('keeps numbers, text and null as they are', () => {
    const db = open(':memory:', engine);
    db.exec('CREATE TABLE t (a, b, c)');
    db.prepare('INSERT INTO t VALUES (?, ?, ?)').run(0.1, 'Grüße 😀', null);
    expect(db.prepare('SELECT * FROM t WHERE a = ?').all(0.1)).toEqual([{ a: 0.1, b: 'Grüße 😀', c: null }]);
    expect(db.prepare('SELECT * FROM t WHERE a = ?').all(0.2)).toEqual([]);
    db.close();
  });

  it('keeps a database between openings', () => {
    const path = freshPath();
    const first = open(path, engine);
    first.exec('CREATE TABLE t (a); INSERT INTO t VALUES (1)');
    first.close();
    const second = open(path, engine);
    expect(second.prepare('SELECT a FROM t').all()).toEqual([{ a: 1 }]);
    second.close();
  });

  it('undoes a transaction that throws and throws on', () => {
    const db = open(':memory:', engine);
    db.exec('CREATE TABLE t (a)');
    const boom = new Error('boom');
    expect(() =>
      db.transaction(() => {
        db.prepare('INSERT INTO t VALUES (1)').run();
        throw boom;
      }),
    ).toThrow(boom);
    expect(db.prepare('SELECT * FROM t').all()).toEqual([]);
    expect(db.transaction(() => db.prepare('SELECT 2 AS two').all())).toEqual([{ two: 2 }]);
    db.close();
  });

  it('shows what is not to be saved, until it is taken back', () => {
    const path = freshPath();
    const db = open(path, engine);
    db.exec('CREATE TABLE t (a); INSERT INTO t VALUES (1)');
    const all = (from: Sqlite): unknown => from.prepare('SELECT a FROM t').all();
    const takeBack = db.unsaved(() => db.exec('UPDATE t SET a = 2'));
    expect(all(db)).toEqual([{ a: 2 }]);
    const other = open(path, engine);
    expect(all(other)).toEqual([{ a: 1 }]);
    takeBack();
    expect(all(db)).toEqual([{ a: 1 }]);
    expect(troubleOf(() => other.exec('BEGIN IMMEDIATE; COMMIT'))).toBe('none');
    expect(troubleOf(() => db.unsaved(() => db.exec('UPDATE nothing SET a = 2')))).toBe('other');
    expect(troubleOf(() => other.exec('BEGIN IMMEDIATE; COMMIT'))).toBe('none');
    other.close();
    db.close();
  });

  it('tells what is wrong: busy, damaged, other', () => {
    const path = freshPath();
    const a = open(path, engine);
    const b = open(path, engine);
    a.exec('CREATE TABLE t (a)');
    a.transaction(() => {
      expect(troubleOf(() => b.exec('BEGIN IMMEDIATE'))).toBe('busy');
    });
    expect(troubleOf(() => a.prepare('SELECT nothing FROM t'))).toBe('other');
    a.close();
    b.close();
    const junk = freshPath();
    writeFileSync(junk, 'this is no database '.repeat(300));
    const broken = open(junk, engine);
    expect(troubleOf(() => broken.prepare('SELECT * FROM sqlite_master').all())).toBe('damaged');
    broken.close();
  });

  it('says E_INDEX for a folder that is not there', () => {
    const opened = openSqlite(join(folder, 'missing', 'x.db'), { engine });
    expect(opened.ok ? '' : opened.error.code).toBe('E_INDEX');
  });
});

/**
 * The same contract on a Node that has node:sqlite, where one is named by JOULEBOOK_TEST_NODE22 (a path to a Node >= 22.13 that runs
 * TypeScript). On such a Node itself the suite above has covered it.
 */
const other = process.env['JOULEBOOK_TEST_NODE22'];
if (other !== undefined) {
  it('node:sqlite of another Node, without a warning', () => {
    const module = fileURLToPath(new URL('../../src/book/sqlite.io.ts', import.meta.url));
    const program = `
    import { openSqlite } from ${JSON.stringify(module)};
    const db = openSqlite(':memory:').value;
    db.exec('CREATE TABLE t (a)');
    db.prepare('INSERT INTO t VALUES (?)').run(0.1);
    let trouble = 'none';
    try { db.prepare('SELECT nope FROM t'); } catch (error) { trouble = error.trouble; }
    console.log(JSON.stringify([db.engine, db.prepare('SELECT a FROM t').all(), trouble]));
  `;
    const flags = ['--experimental-strip-types', '--input-type=module', '-e', program];
    const ran = spawnSync(other, flags, { encoding: 'utf8' });
    expect(JSON.parse(ran.stdout)).toEqual(['node:sqlite', [{ a: 0.1 }], 'other']);
    expect(ran.stderr).not.toContain('SQLite is an experimental');
  });
}
