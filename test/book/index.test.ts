import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as turn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EVERYTHING } from '../../src/book/filter-ast.ts';
import { parseFilter } from '../../src/book/filter-parse.ts';
import { newestRoot, newestRuns } from '../../src/book/glance.io.ts';
import type { IndexOptions } from '../../src/book/index-options.io.ts';
import { openIndex } from '../../src/book/index.io.ts';
import { JournalWriter } from '../../src/book/journal-writer.io.ts';
import { writeRecord } from '../../src/book/record-file.io.ts';
import { readRun } from '../../src/book/recover.io.ts';
import { createRunFolder } from '../../src/book/run-folder.io.ts';
import { runId } from '../../src/book/run-id.ts';
import { openSqlite, sqliteEngines } from '../../src/book/sqlite.io.ts';
import { aRecord, folderOf, putRecord, putText } from './a-record.ts';
import { component, machine, sample, start } from './events.ts';

const NOW = Date.UTC(2026, 10, 21);
let book: string;
beforeEach(() => {
  book = mkdtempSync(join(tmpdir(), 'joulebook-index-'));
});
afterEach(() => rmSync(book, { recursive: true, force: true }));

function names(options: IndexOptions = {}, filter = ''): readonly string[] {
  const { index } = openIndex(book, NOW, options);
  try {
    const parsed = parseFilter(filter, { nowMs: NOW, names: index.names() });
    if (!parsed.ok) throw new Error(parsed.error.what);
    return index.rows(parsed.value).rows.map((row) => row.name);
  } finally {
    index.close();
  }
}

function problemsOf(options: IndexOptions = {}): readonly string[] {
  const { index, problems } = openIndex(book, NOW, options);
  index.close();
  return problems.map((found) => `${found.code} ${found.what}`);
}

const file = (): string => join(book, 'index.db');
const at = (day: number): string => new Date(Date.UTC(2026, 10, day)).toISOString();
const engines: readonly NonNullable<IndexOptions['engine']>[] = [...sqliteEngines(), 'none'];

describe.each(engines)('the index on %s', (engine) => {
  it('shows the runs as they are now: new, changed, gone', () => {
    expect(names({ engine })).toEqual([]);
    const one = aRecord({ name: 'one', startedAt: at(1), params: { lr: 1 }, tags: ['x'] });
    const two = aRecord({ name: 'two', startedAt: at(2), metrics: { acc: 0.5 } });
    putRecord(book, one);
    putRecord(book, two);
    expect(names({ engine })).toEqual(['two', 'one']);
    expect(names({ engine }, 'lr:1 tag:x')).toEqual(['one']);
    putRecord(book, { ...one, name: 'uno', params: { lr: 2 }, tags: [] });
    expect(names({ engine })).toEqual(['two', 'uno']);
    expect(names({ engine }, 'lr:1')).toEqual([]);
    expect(names({ engine }, '-tag:x sort:name')).toEqual(['two', 'uno']);
    rmSync(join(book, folderOf(two)), { recursive: true });
    expect(names({ engine })).toEqual(['uno']);
    const { index } = openIndex(book, NOW, { engine });
    expect(index.names()).toEqual({ metrics: [], params: ['lr'] });
    index.close();
  });

  it('gives a stretch and the total', () => {
    for (let day = 1; day <= 5; day++) putRecord(book, aRecord({ name: `d${day}`, startedAt: at(day) }));
    const { index } = openIndex(book, NOW, { engine });
    const page = index.rows({ ...EVERYTHING, limit: 2, offset: 1 });
    expect(page.rows.map((row) => row.name)).toEqual(['d4', 'd3']);
    expect(page.total).toBe(5);
    expect(index.paths({ ...EVERYTHING, limit: 2, offset: 1 })).toEqual({
      paths: page.rows.map((row) => row.path),
      total: 5,
    });
    expect(index.rows({ ...EVERYTHING, limit: 0 })).toEqual({ rows: [], total: 5 });
    index.close();
  });

  it('leaves out damaged records and says so each time; the others live', () => {
    putRecord(book, aRecord({ name: 'good', startedAt: at(1) }));
    const torn = aRecord({ startedAt: at(2) });
    putText(book, folderOf(torn), JSON.stringify(torn).slice(0, 300));
    const foreign = aRecord({ startedAt: at(3) });
    putText(book, folderOf(foreign), JSON.stringify({ ...foreign, schema: 'joulebook.run/9' }));
    const odd = aRecord({ startedAt: at(4) });
    putText(book, folderOf(odd), JSON.stringify({ ...odd, metrics: { acc: 'high' } }));
    for (let look = 0; look < 2; look++) {
      expect(names({ engine })).toEqual(['good']);
      const problems = problemsOf({ engine });
      expect(problems).toHaveLength(3);
      for (const record of [torn, foreign, odd]) {
        expect(problems.join('\n')).toContain(`${record.id}/run.json is damaged; the run is left out`);
      }
    }
    putRecord(book, torn);
    expect(names({ engine })).toHaveLength(2);
    expect(problemsOf({ engine })).toHaveLength(2);
  });

  it('does not take other things under runs/ for runs', () => {
    putRecord(book, aRecord({ name: 'one' }));
    mkdirSync(join(book, 'runs/2026/11/notes'), { recursive: true });
    mkdirSync(join(book, 'runs/2026/11/01JB5C3EM0ABCDEFGHJKMNPQRS'), { recursive: true });
    writeFileSync(join(book, 'runs/README'), 'hello');
    writeFileSync(join(book, 'runs/2026/11/01JB5C3EM0ABCDEFGHJKMNPQRT'), 'a file');
    expect(names({ engine })).toEqual(['one']);
    expect(problemsOf({ engine })).toEqual([]);
  });
});

describe.each(sqliteEngines())('index.db on %s', (engine) => {
  it('is used: an up-to-date index reads no run', () => {
    const record = aRecord({ name: 'one' });
    putRecord(book, record);
    names({ engine });
    const db = openSqlite(file(), { engine });
    if (!db.ok) throw new Error(db.error.what);
    db.value.exec(`UPDATE flat SET row = replace(row, '"one"', '"from the index"')`);
    db.value.close();
    expect(names({ engine })).toEqual(['from the index']);
    rmSync(file());
    expect(names({ engine })).toEqual(['one']);
  });

  it('tells the newest runs at a glance, or says that it cannot', () => {
    const glance = (): readonly string[] | undefined =>
      newestRuns(book, NOW, { limit: 2 }, { engine })?.rows.map((row) => row.name);
    const one = aRecord({ name: 'one', startedAt: at(1) });
    const two = aRecord({ name: 'two', startedAt: at(2) });
    const three = aRecord({ name: 'three', startedAt: at(3) });
    for (const record of [one, two, three]) putRecord(book, record);
    expect(glance()).toBeUndefined(); // no index yet
    const rows = names({ engine }).slice(0, 2);
    expect(glance()).toEqual(rows);
    expect(newestRuns(book, NOW, { limit: 1 }, { engine })?.total).toBe(3);
    putRecord(book, { ...three, name: 'drei' });
    expect(glance()).toBeUndefined(); // a run that would be shown has changed
    names({ engine });
    expect(glance()).toEqual(['drei', 'two']);
    rmSync(join(book, folderOf(one)), { recursive: true });
    expect(glance()).toBeUndefined(); // one is gone
    names({ engine });
    putText(book, folderOf(one), 'damaged');
    names({ engine });
    expect(glance()).toBeUndefined(); // there is something to say
    putRecord(book, one);
    names({ engine });
    expect(glance()).toEqual(['drei', 'two']);
    const db = openSqlite(file(), { engine });
    if (db.ok) {
      db.value.exec("UPDATE meta SET value = 'old' WHERE key = 'schema'");
      db.value.close();
    }
    expect(glance()).toBeUndefined();
    writeFileSync(file(), 'junk '.repeat(5000));
    expect(glance()).toBeUndefined();
  });

  it('knows by the folders that no run came or went, and lists them again where one did', () => {
    const later = Date.now() + 60_000;
    const remembered = (): unknown => {
      const db = openSqlite(file(), { engine });
      if (!db.ok) throw new Error(db.error.what);
      const [row] = db.value.prepare("SELECT value FROM meta WHERE key = 'witness'").all();
      db.value.close();
      return row?.['value'];
    };
    const glance = (): readonly string[] | undefined =>
      newestRuns(book, later, { limit: 5 }, { engine })?.rows.map((row) => row.name);
    putRecord(book, aRecord({ name: 'one', startedAt: at(1) }));
    names({ engine }); // at NOW, before the folders were made: their times say nothing yet
    expect(remembered()).toBe('');
    expect(glance()).toEqual(['one']);
    expect(remembered()).toMatch(/^runs \d+ .*\nruns\/2026 \d+ .*\nruns\/2026\/11 \d+ /);
    expect(glance()).toEqual(['one']);
    putRecord(book, aRecord({ name: 'two', startedAt: at(2) }));
    expect(glance()).toBeUndefined();
    openIndex(book, later, { engine }).index.close();
    expect(glance()).toEqual(['two', 'one']);
    const before = remembered();
    expect(names({ engine })).toEqual(['two', 'one']);
    expect(remembered()).toBe(before);
    putRecord(book, aRecord({ name: 'three', startedAt: at(3) }));
    expect(names({ engine })).toEqual(['three', 'two', 'one']);
  });

  it('shows a run that lives as its journal has it, from its first line to its end', () => {
    putRecord(book, aRecord({ name: 'before', startedAt: at(1), energyJ: 1 }));
    const id = runId(Date.parse(at(5)), Math.random);
    const folder = createRunFolder(book, id);
    const writer = folder.ok ? JournalWriter.create(folder.value.journal, { lock: true }) : folder;
    if (!folder.ok || !writer.ok) throw new Error('no run');
    const all = (): readonly (readonly [string, string, number | null])[] => {
      const { index, problems } = openIndex(book, NOW, { engine });
      expect(problems).toEqual([]);
      const { rows, total } = index.rows(EVERYTHING);
      expect(total).toBe(rows.length);
      index.close();
      return rows.map(({ name, state, energyJ }) => [name, state, energyJ]);
    };
    const glance = (): ReturnType<typeof all> | undefined =>
      newestRuns(book, NOW, { limit: 5 }, { engine })?.rows.map(({ name, state, energyJ }) => [
        name,
        state,
        energyJ,
      ]);
    const before = ['before', 'ok', 1] as const;
    expect(all()).toEqual([before]); // it has written nothing yet
    expect(glance()).toBeUndefined();
    writer.value.append(100, start({ id, rootId: id, name: 'live', startedAt: at(5) }));
    writer.value.append(100, machine([component('cpu')]));
    expect(all()).toEqual([['live', 'running', 0], before]);
    expect(glance()).toEqual([['live', 'running', 0], before]);
    writer.value.append(101, sample([10], [4], [1], [1]));
    expect(glance()).toEqual([['live', 'running', 10], before]);
    expect(all()).toEqual([['live', 'running', 10], before]);
    const read = readRun(folder.value);
    if (!read.ok) throw new Error(read.error.what);
    writeRecord(folder.value, read.run.record()); // as a run does every minute; its journal has not grown
    expect(all()).toEqual([['live', 'running', 10], before]);
    const bytes = readFileSync(file());
    writer.value.append(102, sample([10], [4], [1], [1]));
    expect(all()).toEqual([['live', 'running', 20], before]);
    expect(glance()).toEqual([['live', 'running', 20], before]);
    expect(glance()).toEqual([['live', 'running', 20], before]);
    expect(all()).toEqual([['live', 'running', 20], before]);
    expect(readFileSync(file()).equals(bytes)).toBe(true); // that it grows is not written down at each look
    writer.value.close(); // as if it was killed
    expect(glance()).toBeUndefined();
    expect(all()).toEqual([['live', 'lost', 20], before]);
    expect(glance()).toEqual([['live', 'lost', 20], before]);
    rmSync(folder.value.dir, { recursive: true });
    expect(all()).toEqual([before]);
  });

  it('takes a run that lives and has gone out again', () => {
    const id = runId(Date.parse(at(5)), Math.random);
    const folder = createRunFolder(book, id);
    const writer = folder.ok ? JournalWriter.create(folder.value.journal, { lock: true }) : folder;
    if (!folder.ok || !writer.ok) throw new Error('no run');
    writer.value.append(100, start({ id, rootId: id, name: 'discarded' }));
    expect(names({ engine })).toEqual(['discarded']);
    writer.value.close();
    rmSync(folder.value.dir, { recursive: true });
    expect(names({ engine })).toEqual([]);
    expect(problemsOf({ engine })).toEqual([]);
  });

  it('tells the newest root runs at a glance', () => {
    const root = aRecord({ name: 'sweep', startedAt: at(1) });
    for (const record of [
      aRecord({ name: 'before', startedAt: at(0) }),
      root,
      aRecord({ name: 'trial', startedAt: at(2), parentId: root.id, rootId: root.id }),
    ]) {
      putRecord(book, record);
    }
    expect(newestRoot(book, NOW, 0, { engine })).toBeUndefined(); // no index yet
    names({ engine });
    const back = [0, 1, 2].map((by) => newestRoot(book, NOW, by, { engine })?.name);
    expect(back).toEqual(['sweep', 'before', undefined]);
  });

  it('counts where a page does not tell', () => {
    for (let day = 1; day <= 7; day++) {
      putRecord(book, aRecord({ startedAt: at(day), metrics: { acc: day / 10 }, tags: [`t${day % 2}`] }));
    }
    const { index } = openIndex(book, NOW, { engine });
    const where = { op: 'compare', on: { metric: 'acc' }, with: '>', value: 0.25 } as const;
    for (const limit of [undefined, 0, 1, 4, 5, 6]) {
      for (const offset of [undefined, 0, 1, 4, 5, 9]) {
        const query = {
          where,
          sort: [],
          ...(limit === undefined ? {} : { limit }),
          ...(offset === undefined ? {} : { offset }),
        };
        const page = index.rows(query);
        expect(page.total).toBe(5);
        expect(page.rows).toHaveLength(Math.min(limit ?? 9, Math.max(0, 5 - (offset ?? 0))));
        expect(index.paths(query).total).toBe(5);
      }
    }
    index.close();
  });

  it.each<[string, () => void]>([
    ['no database', () => writeFileSync(file(), 'junk '.repeat(5000))],
    ['cut short', () => truncateSync(file(), 5000)],
    ['empty', () => writeFileSync(file(), '')],
    [
      'overwritten in its middle',
      () => {
        const bytes = readFileSync(file());
        writeFileSync(file(), bytes.fill(0xa5, 4096));
      },
    ],
    [
      'of another program',
      () => {
        rmSync(file());
        const db = openSqlite(file(), { engine });
        if (db.ok) {
          db.value.exec(
            'CREATE TABLE runs (x); CREATE TABLE meta (key, value); CREATE VIEW v AS SELECT * FROM runs',
          );
          db.value.close();
        }
      },
    ],
    [
      'of another version',
      () => {
        const db = openSqlite(file(), { engine });
        if (db.ok) {
          db.value.exec("UPDATE meta SET value = 'old' WHERE key = 'schema'; DELETE FROM runs");
          db.value.close();
        }
      },
    ],
  ])('is made anew when it is %s', (_, harm) => {
    putRecord(book, aRecord({ name: 'one', startedAt: at(1) }));
    putRecord(book, aRecord({ name: 'two', startedAt: at(2) }));
    names({ engine });
    harm();
    expect(names({ engine })).toEqual(['two', 'one']);
    expect(problemsOf({ engine })).toEqual([]);
    const db = openSqlite(file(), { engine });
    if (!db.ok) throw new Error(db.error.what);
    expect(db.value.prepare('SELECT count(*) AS n FROM runs').all()).toEqual([{ n: 2 }]);
    db.value.close();
  });

  it('does without where it cannot be: a folder in its place, a lock that stays', () => {
    putRecord(book, aRecord({ name: 'one' }));
    mkdirSync(file());
    expect(names({ engine })).toEqual(['one']);
    expect(problemsOf({ engine })[0]).toContain('E_INDEX');
    rmSync(file(), { recursive: true });
    names({ engine });
    putRecord(book, aRecord({ name: 'two', startedAt: at(25) }));
    const db = openSqlite(file(), { engine });
    if (!db.ok) throw new Error(db.error.what);
    db.value.transaction(() => {
      expect(names({ engine, busyMs: 20 })).toEqual(['two', 'one']);
      expect(problemsOf({ engine, busyMs: 20 })[0]).toContain('every listing reads all runs');
    });
    db.value.close();
    expect(problemsOf({ engine })).toEqual([]);
  });
});

describe('several commands at once', () => {
  const bundle = fileURLToPath(new URL(`../../node_modules/.index-test-${process.pid}.mjs`, import.meta.url));
  beforeAll(() => {
    buildSync({
      stdin: {
        contents: `
          import { openIndex } from './index.io.ts';
          const { index, problems } = openIndex(process.argv[2], ${NOW});
          console.log(JSON.stringify([index.rows({ where: { op: 'and', of: [] }, sort: [] }).total, problems]));
        `,
        resolveDir: fileURLToPath(new URL('../../src/book', import.meta.url)),
        loader: 'ts',
      },
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: bundle,
      external: ['libsql', 'koffi'],
    });
  });
  afterAll(() => rmSync(bundle));

  const runs = 300;
  beforeEach(() => {
    for (let i = 0; i < runs; i++) putRecord(book, aRecord({ startedAt: at(1 + (i % 19)), params: { i } }));
  });

  it('all see all runs and none complains', async () => {
    const answers = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const child = spawn(process.execPath, [bundle, book], { stdio: ['ignore', 'pipe', 'inherit'] });
        return text(child.stdout);
      }),
    );
    expect(answers.map((answer) => JSON.parse(answer))).toEqual(Array.from({ length: 6 }, () => [runs, []]));
  });

  it('a command killed while it writes leaves an index that works', async () => {
    for (let i = 0; i < 6; i++) {
      rmSync(join(book, 'index.db'), { force: true });
      const child = spawn(process.execPath, [bundle, book], { stdio: ['ignore', 'pipe', 'inherit'] });
      const ended = once(child, 'exit');
      const deadline = performance.now() + 60_000;
      while (!existsSync(join(book, 'index.db')) && performance.now() < deadline) await turn(2);
      await turn(5 * i);
      child.kill('SIGKILL');
      await ended;
      expect(names()).toHaveLength(runs);
      expect(problemsOf()).toEqual([]);
    }
  });
});
