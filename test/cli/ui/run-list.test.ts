import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Packed, unpacked } from '../../../src/book/columns/packed.ts';
import { unpackedShort } from '../../../src/book/columns/names.ts';
import { createRunFolder } from '../../../src/book/run-folder.io.ts';
import { JournalWriter } from '../../../src/book/journal-writer.io.ts';
import { runId } from '../../../src/book/run-id.ts';
import type { RunList } from '../../../src/cli/ui/answers/run-list.io.ts';
import { aRecord, putRecord } from '../../book/a-record.ts';
import { component, machine, sample, start } from '../../book/events.ts';
import { pageApi } from './page-api.ts';

let folder: string;
let api: Awaited<ReturnType<typeof pageApi>>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'joulebook-run-list-'));
  api = await pageApi(folder, {});
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(...runs: Parameters<typeof aRecord>[0][]): string[] {
  return runs.map((wishes) => {
    const record = aRecord(wishes);
    putRecord(join(folder, '.joulebook'), record);
    return record.id;
  });
}

async function list(query = ''): Promise<RunList> {
  const { status, json } = await api.get(`/runs${query}`);
  expect(status).toBe(200);
  return json.data as RunList;
}

/** Runs with a journal, as changes are written there. */
function measured(...names: string[]): string[] {
  return names.map((name) => {
    const id = runId(Date.now(), Math.random);
    const made = createRunFolder(api.book.dir, id);
    const writer = made.ok ? JournalWriter.create(made.value.journal, { lock: true }) : made;
    if (!writer.ok) throw new Error(writer.error.what);
    writer.value.append(100, start({ id, rootId: id, name, tags: [], startedAt: new Date().toISOString() }));
    writer.value.append(100, machine([component('cpu')]));
    writer.value.append(101, sample([10], [0], [1], [1]));
    writer.value.close();
    return id;
  });
}

const values = (column: Packed | undefined): readonly unknown[] =>
  unpacked(column ?? { as: 'list', values: ['missing'] });

describe('the list of runs', () => {
  test('is there, newest first, with the metric that most runs have', async () => {
    const [old = '', young = ''] = put(
      { startedAt: '2026-11-01T10:00:00.000Z', metrics: { acc: 0.912345, rare: 1 } },
      { startedAt: '2026-11-02T10:00:00.000Z', metrics: { acc: 0.9 }, params: { lr: 0.1 } },
    );
    const { columns, count, metrics, paramCount } = await list();
    expect(count).toBe(2);
    expect(metrics).toEqual(['acc', 'rare']);
    expect(paramCount).toBe(1);
    expect(values(columns['metric.acc~'])).toEqual([0.9, 0.9123]);
    const short = unpackedShort(columns['short~'] as Packed);
    expect([young, old].map((id) => id.toLowerCase().slice(-6))).toEqual(short);
  });

  test('of an empty book is empty', async () => {
    expect(await list()).toMatchObject({ count: 0, metrics: [], paramCount: 0, unknown: [] });
  });

  test('gives any column on demand, exact, and says which there is not', async () => {
    put({ energyJ: 1234.56789, params: { 'a,b': 'x' }, metrics: { 'm~': 2 } });
    const asked = encodeURIComponent(
      JSON.stringify(['energyJ', 'param.a,b', 'metric.m~', 'nothing', 'constructor']),
    );
    const { columns, unknown } = await list(`?columns=${asked}`);
    expect(values(columns['energyJ'])).toEqual([1234.56789]);
    expect(values(columns['param.a,b'])).toEqual(['x']);
    expect(values(columns['metric.m~'])).toEqual([2]);
    expect(unknown).toEqual(['nothing', 'constructor']);
  });

  test('sends no parameter and no id unless it is asked', async () => {
    const params = Object.fromEntries(Array.from({ length: 12_000 }, (_, n) => [`p${n}`, n]));
    put({ params });
    const whole = await (await api.request('/runs')).text();
    expect(whole.length).toBeLessThan(3000);
    const names = (await api.get('/runs/names')).json as { data: { params: string[] } };
    expect(names.data.params).toHaveLength(12_000);
  });

  test('tells a page with columns of another state to begin again', async () => {
    put({ name: 'first' });
    const { version } = await list();
    expect((await list(`?columns=energyJ&version=${version}`)).columns).toHaveProperty('energyJ');
    put({ name: 'second' });
    const { version: next } = await list();
    expect(next).not.toBe(version);
    const stale = await list(`?columns=energyJ&version=${version}`);
    expect(stale.version).toBe(next);
    expect(stale.columns).toEqual({});
  });

  test('looks at the files once for questions that come together, and anew after a change of the page', async () => {
    api = await pageApi(folder, {}, 60_000);
    const [id] = measured('first');
    expect((await list()).count).toBe(1);
    put({ name: 'second' });
    expect((await list()).count).toBe(1);
    expect((await api.remove('/runs', { runs: [id] })).status).toBe(200);
    const { count, columns } = await list();
    expect(count).toBe(1);
    expect(columns['name~']).toBeDefined();
    expect(JSON.stringify(columns['name~'])).toContain('second');
  });

  test('answers from the rows that a page has, while nobody has seen newer ones', async () => {
    put({ name: 'first' });
    const { version } = await list();
    put({ name: 'second' });
    const same = await list(`?columns=energyJ&version=${version}`);
    expect(same).toMatchObject({ version, count: 1 });
    expect(same.columns).toHaveProperty('energyJ');
  });

  test('says which runs stand in others, and which are sums of others', async () => {
    const [root = ''] = put({ startedAt: '2026-11-01T10:00:00.000Z' });
    put({ startedAt: '2026-11-01T10:01:00.000Z', parentId: root, rootId: root });
    const part = { id: root, name: 'r', hostId: 'h1', startedAt: '', durationS: 1 };
    const attributed = { value: 1, low: 1, high: 1, unit: 'J', errors: {} };
    put({ startedAt: '2026-11-01T12:00:00.000Z', parts: [{ ...part, attributed }] });
    expect(await list()).toMatchObject({ nested: [1], sums: [[0, [2]]] });
  });
});

test('all runs that match go out as CSV, guarded against formulas', async () => {
  put({ name: '=cmd|calc', state: 'ok' }, { name: 'plain', state: 'failed' });
  const response = await api.request(`/runs.csv?filter=${encodeURIComponent('state:ok')}`);
  expect(response.headers.get('content-type')).toContain('text/csv');
  expect(response.headers.get('content-disposition')).toContain('runs.csv');
  const text = await response.text();
  expect(text.trim().split('\r\n')).toHaveLength(2);
  expect(text).toContain("'=cmd|calc");
  expect((await api.get('/runs.csv?filter=nokey:1')).status).toBe(400);
});

describe('a change', () => {
  test('of several runs reaches all of them', async () => {
    const runs = measured('a', 'b');
    expect((await api.post('/runs/tags', { runs, add: ['paper', '--x'], remove: [] })).status).toBe(200);
    expect((await api.post('/runs/note', { runs, text: '-odd' })).status).toBe(200);
    const { columns } = await list('?columns=tags,notes');
    expect(values(columns['tags'])).toEqual([
      ['paper', '--x'],
      ['paper', '--x'],
    ]);
    expect(values(columns['notes'])).toEqual([['-odd'], ['-odd']]);
  });

  test('is refused as the command refuses it', async () => {
    const runs = put({ name: 'a' });
    const refused = await api.post('/runs/name', { runs, text: '@last' });
    expect(refused.status).toBe(400);
    expect(refused.json).toMatchObject({ ok: false, error: { code: 'E_USAGE' } });
    expect((await api.post('/runs/tags', { add: ['x'] })).status).toBe(400);
    expect((await api.post('/runs/tags', { runs: ['NOSUCHRUN'], add: ['x'] })).status).toBe(404);
  });

  test('deletes', async () => {
    const runs = measured('a', 'b');
    expect((await api.remove('/runs', { runs: runs.slice(0, 1) })).status).toBe(200);
    expect((await list()).count).toBe(1);
  });
});
