import { appendFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Book, openBook } from '../../src/book/book.io.ts';
import { JournalWriter } from '../../src/book/journal-writer.io.ts';
import { createRunFolder } from '../../src/book/run-folder.io.ts';
import { runId } from '../../src/book/run-id.ts';
import { realHost } from '../../src/host/real-host.io.ts';
import type { Result } from '../../src/result.ts';
import { aRecord, folderOf, putRecord, type RecordWishes } from './a-record.ts';
import { component, machine, sample, start } from './events.ts';

let home: string;
let dir: string;
let held: JournalWriter[] = [];
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'joulebook-book-'));
  dir = join(home, 'project', '.joulebook');
  mkdirSync(join(dir, 'runs'), { recursive: true });
  held = [];
});
afterEach(() => {
  for (const writer of held) writer.close();
  rmSync(home, { recursive: true });
});

const host = (): ReturnType<typeof realHost> => realHost({ cwd: join(home, 'project'), home, env: {} });

function open(options: Parameters<typeof openBook>[1] = {}): Book {
  return valueOf(openBook(host(), options));
}

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.what} ${result.error.why ?? ''}`);
  return result.value;
}

let minute = 0;
/** Puts a finished run into the book; each starts a minute after the one before. */
function put(wishes: RecordWishes = {}): string {
  const startedAt = wishes.startedAt ?? new Date(Date.UTC(2026, 10, 1, 0, minute++)).toISOString();
  const record = aRecord({ ...wishes, startedAt });
  putRecord(dir, record);
  return record.id;
}

/** Writes the beginning of a journal as a live run does. */
function begin(wishes: {
  readonly name: string;
  readonly samples: number;
  readonly parentId?: string;
  readonly rootId?: string;
}): {
  readonly id: string;
  readonly writer: JournalWriter;
} {
  const id = runId(Date.now(), Math.random);
  const folder = valueOf(createRunFolder(dir, id));
  const writer = valueOf(JournalWriter.create(folder.journal, { lock: true }));
  const startedAt = new Date().toISOString();
  const { name, parentId, rootId = id } = wishes;
  writer.append(100, start({ id, rootId, name, startedAt, ...(parentId === undefined ? {} : { parentId }) }));
  writer.append(100, machine([component('cpu')]));
  for (let i = 1; i <= wishes.samples; i++) writer.append(100 + i, sample([10], [0], [1], [1]));
  held.push(writer);
  return { id, writer };
}

function end(writer: JournalWriter): void {
  writer.close();
  held = held.filter((other) => other !== writer);
}

describe('opening a book', () => {
  it('finds it from the working folder, says E_NO_BOOK without one, makes it if asked', () => {
    expect(open().dir).toBe(dir);
    const other = join(home, 'other');
    const missing = openBook(host(), { book: other });
    expect(missing.ok ? '' : missing.error.code).toBe('E_NO_BOOK');
    expect(existsSync(other)).toBe(false);
    expect(open({ book: other, create: true }).list()).toEqual({
      ok: true,
      value: { rows: [], total: 0, problems: [] },
    });
  });

  it('refuses a file in its place', () => {
    writeFileSync(join(home, 'file'), '');
    const refused = openBook(host(), { book: join(home, 'file') });
    expect(refused.ok ? '' : refused.error.code).toBe('E_BOOK_PATH');
  });
});

describe('listing', () => {
  it('filters, sorts, cuts and counts', () => {
    put({ name: 'a', metrics: { acc: 0.8 }, energyJ: 10 });
    put({ name: 'b', metrics: { acc: 0.95 }, energyJ: 30 });
    put({ name: 'c', metrics: { acc: 0.9 }, energyJ: 20, state: 'failed' });
    const named = (options: Parameters<Book['list']>[0]): readonly string[] =>
      valueOf(open().list(options)).rows.map((row) => row.name);
    expect(named({})).toEqual(['c', 'b', 'a']);
    expect(named({ filter: 'acc>=0.9' })).toEqual(['c', 'b']);
    expect(named({ filter: 'sort:-acc' })).toEqual(['b', 'c', 'a']);
    expect(named({ filter: 'sort:-acc', sort: 'energy' })).toEqual(['a', 'c', 'b']);
    expect(named({ sort: 'energy', limit: 1, offset: 1 })).toEqual(['c']);
    expect(valueOf(open().list({ filter: 'state:ok', limit: 1 })).total).toBe(2);
  });

  it('refuses what it does not understand', () => {
    put({ metrics: { acc: 1 } });
    for (const options of [{ filter: 'ac>0' }, { sort: 'ac' }, { filter: 'metric.ac>0' }]) {
      const listed = open().list(options);
      expect(listed.ok ? '' : listed.error.code).toBe('E_FILTER');
      expect(listed.ok ? '' : listed.error.fix).toContain('acc');
    }
  });

  it('gives the records as JSON, byte for byte', () => {
    const id = put({ name: 'a' });
    const listed = valueOf(open().listRecordsJson({ limit: 5 }));
    expect(listed.total).toBe(1);
    expect(JSON.parse(listed.texts[0] ?? '')).toEqual(JSON.parse(JSON.stringify(valueOf(open().record(id)))));
  });

  it('shows a live run with its energy so far, and closes it once it is lost', () => {
    put({ name: 'old' });
    const { id, writer } = begin({ name: 'live', samples: 3 });
    const first = valueOf(open().list({ filter: 'state:running' })).rows[0];
    expect(first).toMatchObject({ id, name: 'live', state: 'running', exitCode: null });
    expect(first?.energyJ).toBeGreaterThanOrEqual(30);
    writer.append(104, sample([10], [0], [1], [1]));
    const later = valueOf(open().list({ filter: 'state:running' })).rows[0];
    expect(later?.energyJ).toBeGreaterThan(first?.energyJ ?? 0);
    expect(valueOf(open().record(id)).state).toBe('running');
    expect(JSON.parse(valueOf(open().listRecordsJson({ filter: 'state:running' })).texts[0] ?? '').id).toBe(
      id,
    );
    expect(valueOf(open().resolve('@last')).id).toBe(id);
    end(writer);
    const lost = valueOf(open().list({ filter: 'name:live' })).rows[0];
    expect(lost).toMatchObject({ id, state: 'lost' });
    expect(lost?.energyJ).toBeCloseTo(later?.energyJ ?? 0, 6);
    expect(valueOf(open().record(id)).state).toBe('lost');
    expect(valueOf(open().list()).problems).toEqual([]);
  });

  it('lives with a damaged journal line of a lost run', () => {
    const { id, writer } = begin({ name: 'torn', samples: 3 });
    end(writer);
    appendFileSync(writer.path, '{"seq":99,"t":1,"k":"sam');
    const { rows, problems } = valueOf(open().list());
    expect(rows[0]).toMatchObject({ id, state: 'lost' });
    expect(problems[0]?.code).toBe('E_JOURNAL');
    expect(valueOf(open().list()).problems).toEqual([]); // said once: now it is a warning of the record
  });
});

const resolved = (ref: string, options: Parameters<typeof openBook>[1] = {}): string =>
  valueOf(open(options).resolve(ref)).id;
const refused = (ref: string): string => {
  const result = open().resolve(ref);
  if (result.ok) throw new Error(`${ref} is ${result.value.id}`);
  expect(result.error.code).toBe('E_NOT_FOUND');
  return [result.error.what, result.error.why, result.error.fix].join(' | ');
};

describe('a reference', () => {
  it('is an id, its beginning, its end, a name, its beginning', () => {
    const a = put({
      id: '01JB5C3EM0AAAAAAAAAAAAAAAA',
      startedAt: '2024-10-27T00:00:00Z',
      name: 'calm-otter',
    });
    const b = put({
      id: '01JB5C3EM0AAAAAAAAAAQ7F3KZ',
      startedAt: '2024-10-27T00:01:00Z',
      name: 'calm-heron',
    });
    expect(resolved(a)).toBe(a);
    expect(resolved(b.toLowerCase())).toBe(b);
    expect(resolved('01JB5C3EM0AAAAAAAAAAQ')).toBe(b);
    expect(resolved('q7f3kz')).toBe(b);
    expect(resolved('F3KZ')).toBe(b);
    expect(resolved('calm-otter')).toBe(a);
    expect(resolved('CALM-O')).toBe(a);
    expect(refused('3KZ')).toContain('no run answers'); // too short for an end
    expect(refused('01JB')).toContain('names 2 runs');
    expect(refused('calm')).toContain('Q7F3KZ (calm-heron');
    expect(refused('calm-oter')).toContain('There is a run named "calm-otter"');
    expect(refused('')).toContain('no run answers');
  });

  it('takes a whole name before the beginning of another, and refuses a name that several have', () => {
    const short = put({ name: 'bert' });
    put({ name: 'bert-large' });
    expect(resolved('bert')).toBe(short);
    put({ name: 'bert' });
    expect(refused('bert')).toContain('names 2 runs');
  });

  it('is @last, @prev, @-N, among root runs', () => {
    expect(refused('@last')).toContain('no run yet');
    const ids = [put(), put(), put(), put()];
    put({ name: 'nested', parentId: ids[3] as string, rootId: ids[3] as string });
    expect(resolved('@last')).toBe(ids[3]);
    expect(resolved('@prev')).toBe(ids[2]);
    expect(resolved('@-1')).toBe(ids[2]);
    expect(resolved('@-3')).toBe(ids[0]);
    expect(refused('@-4')).toContain('4 root runs');
    expect(refused('@lst')).toContain('`@last`');
    expect(valueOf(open().resolveAll(['@last', '@prev'])).map((run) => run.id)).toEqual([ids[3], ids[2]]);
  });

  it('is @best by the only metric, or by one that is named or configured', () => {
    put({ name: 'other project', project: 'x', metrics: { acc: 1 } });
    const low = put({ metrics: { acc: 0.7, loss: 0.1 } });
    const high = put({ metrics: { acc: 0.9, loss: 0.4 } });
    put({ metrics: { acc: 0.99 }, state: 'failed' });
    put({});
    expect(refused('@best')).toContain('acc, loss');
    expect(resolved('@best:acc')).toBe(high);
    expect(resolved('@best:-loss')).toBe(low);
    expect(resolved('@best', { bestMetric: '-loss' })).toBe(low);
    expect(refused('@best:f1')).toContain('acc, loss');
    expect(resolved('@BEST:acc')).toBe(high);
  });

  it('is @best without more where there is one metric', () => {
    put({ metrics: { acc: 0.7 } });
    const high = put({ metrics: { acc: 0.9 } });
    expect(resolved('@best')).toBe(high);
  });
});

describe('changing a run', () => {
  it('tags, notes and renames it, in its journal and its record', () => {
    const { id, writer } = begin({ name: 'before', samples: 1 });
    expect(open().amend(id, { addTags: ['x'] })?.code).toBe('E_LOCKED');
    end(writer);
    const book = open();
    expect(book.amend(id, { addTags: ['x', 'y'], note: 'hello', rename: 'after' })).toBeUndefined();
    expect(book.amend(id, { removeTags: ['y', 'first'] })).toBeUndefined();
    expect(book.amend(id, {})).toBeUndefined();
    expect(valueOf(book.resolve('after'))).toMatchObject({ id, tags: ['x'], notes: [{ text: 'hello' }] });
    expect(valueOf(book.list({ filter: 'tag:x "hello"' })).total).toBe(1);
    rmSync(join(dir, 'index.db'));
    expect(valueOf(book.list({ filter: 'name:after tag:x' })).total).toBe(1);
  });

  it('removes it with what is nested in it, unless something in it is alive', () => {
    const kept = put({ name: 'kept' });
    const root = put({ name: 'root' });
    const child = put({ name: 'child', parentId: root, rootId: root });
    const grandchild = put({ name: 'grandchild', parentId: child, rootId: root });
    const sibling = put({ name: 'sibling', parentId: root, rootId: root });
    const book = open();
    expect(book.remove(child)).toBeUndefined();
    const left = (): readonly string[] => valueOf(book.list({ sort: 'name' })).rows.map((row) => row.id);
    expect(left()).toEqual([kept, root, sibling]);
    expect(
      existsSync(join(dir, folderOf(aRecord({ id: grandchild, startedAt: '2026-11-01T00:00:00Z' })))),
    ).toBe(false);
    const live = begin({ name: 'live', samples: 1, parentId: root, rootId: root });
    expect(book.remove(root)?.code).toBe('E_LOCKED');
    expect(left()).toHaveLength(4);
    end(live.writer);
    expect(book.remove(root)).toBeUndefined();
    expect(left()).toEqual([kept]);
    expect(book.remove(root)?.code).toBe('E_NOT_FOUND');
  });

  it('is not found where there is none', () => {
    for (const id of ['01JB5C3EM0ABCDEFGHJKMNPQRS', '../../etc']) {
      const record = open().record(id);
      expect(record.ok ? '' : record.error.code).toBe('E_NOT_FOUND');
    }
  });
});
