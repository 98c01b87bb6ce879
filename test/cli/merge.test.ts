import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { RunRecord } from '../../src/book/run-record.ts';
import { aRecord, folderOf, putRecord } from '../book/a-record.ts';
import { Place } from './joulebook.ts';

let place: Place;
let ids: readonly string[];

/** Two nodes of job 42 in one book, and a third in the book of its own node. */
beforeEach(() => {
  place = new Place();
  const job = { launcher: 'slurm', id: '42', step: '0', size: 3 };
  const nodes = ['n1', 'n2', 'n3'].map((name, i) =>
    aRecord({
      name,
      hostId: name,
      job: { ...job, rank: i },
      startedAt: `2026-11-20T10:00:0${i}.000Z`,
      energyJ: 3600,
    }),
  );
  for (const [i, record] of nodes.entries()) {
    const book = join(place.dir, i < 2 ? 'book' : 'other');
    mkdirSync(join(book, 'runs'), { recursive: true });
    putRecord(book, record);
  }
  ids = nodes.map(({ id }) => id);
});

const merge = (...args: string[]) => place.run(['merge', '--book', 'book', ...args]);
function list(...args: string[]): readonly RunRecord[] {
  const { stdout } = place.run(['ls', '--book', 'book', '--json', ...args]);
  return (JSON.parse(stdout) as { data: { runs: RunRecord[] } }).data.runs;
}

describe('joulebook merge', () => {
  test('adds the runs of a job, and the sum is a run like others', () => {
    const { code, stdout, stderr } = merge('--job', '42', '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { schema, data } = JSON.parse(stdout) as { schema: string; data: RunRecord };
    expect(schema).toBe('joulebook.merge/1');
    expect(data).toMatchObject({ name: 'job-42', kind: 'imported', state: 'ok', durationS: 61, hostId: '' });
    expect(data.parts?.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    expect(data.energy.wall.attributed).toMatchObject({ value: 7200, errors: { 'model:h1': 0.1 } });
    const shown = place.run(['show', 'job-42', '--book', 'book']);
    expect(shown.stdout).toMatch(/Sum of +n1 \(/);
    expect(place.run(['show', data.id, '--book', 'book', '--json']).stdout).toContain(data.id);
  });

  test('its journal is the truth: the record is derived again, the same', () => {
    const { stdout } = merge('n1', 'n2', '--name', 'both');
    const id = stdout.trim();
    const [before] = list(`id:${id}`);
    const file = join(
      place.dir,
      'book',
      folderOf({ ...(before as RunRecord), startedAt: new Date().toISOString() }),
      'run.json',
    );
    rmSync(file);
    const [after] = list(`id:${id}`);
    expect(after).toEqual(before);
    expect(place.run(['tag', 'both', 'paper', '--book', 'book']).code).toBe(0);
    expect(list('tag:paper')).toHaveLength(1);
  });

  test('beside its parts it counts once, and deleted it leaves them', () => {
    const summary = () => place.run(['ls', '--book', 'book']).stderr;
    expect(summary()).toMatch(/^2 runs · 2\.00 Wh/);
    expect(merge('n1', 'n2').code).toBe(0);
    expect(summary()).toMatch(/^3 runs · 2\.00 Wh/);
    expect(place.run(['rm', 'n1-and-1', '--yes', '--book', 'book']).code).toBe(0);
    expect(summary()).toMatch(/^2 runs · 2\.00 Wh/);
  });

  test('takes runs of other books, and by path', () => {
    expect(JSON.parse(merge('--job', '42', '--from', 'other', '--json').stdout)).toMatchObject({
      data: { parts: [{ name: 'n1' }, { name: 'n2' }, { name: 'n3' }] },
    });
    const [id] = ids.slice(2);
    expect(merge('n1', `other/runs/2026/11/${id}`).code).toBe(0);
    expect(merge('n1', `other/runs/2026/11/${id}/run.json`).code).toBe(0);
  });

  test('refuses what overlaps with code 5, in three parts, and writes nothing', () => {
    const [id] = ids;
    const { code, stderr } = merge('n1', 'n2', id ?? '');
    expect(code).toBe(5);
    expect(stderr).toMatch(/E_OVERLAP[\s\S]*why:[\s\S]*fix:/);
    expect(list()).toHaveLength(2);
  });

  test('says what it cannot find, and what is no record', () => {
    expect(merge().code).toBe(2);
    expect(merge('n1').code).toBe(2);
    expect(merge('n1', 'nobody').code).toBe(3);
    expect(merge('--job', '43').code).toBe(3);
    expect(place.run(['merge', '--book', 'none', '--job', '42']).code).toBe(3);
    mkdirSync(join(place.dir, 'bad'));
    writeFileSync(join(place.dir, 'bad/run.json'), '{"schema":"joulebook.run/1","id":"x"}');
    const { code, stderr } = merge('n1', './bad');
    expect({ code, said: stderr.includes('is no record of a run') }).toEqual({ code: 1, said: true });
  });
});
