import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { aRecord, putRecord, putText, type RecordWishes } from '../../book/a-record.ts';
import { Place } from '../joulebook.ts';
import { pageApi } from './page-api.ts';

const COMMAND = ['python', 'train.py'];

let place: Place;
let api: Awaited<ReturnType<typeof pageApi>>;

function put(wishes: RecordWishes): string {
  const record = aRecord({ command: COMMAND, project: 'p', ...wishes });
  putRecord(join(place.dir, '.joulebook'), record);
  return record.id;
}

const onDay = (day: number): string => `2026-11-${String(day).padStart(2, '0')}T10:00:00.000Z`;

beforeEach(async () => {
  place = new Place();
  mkdirSync(join(place.dir, '.joulebook'));
  put({ startedAt: onDay(1), energyJ: 36_000, params: { lr: 1 } });
  put({ startedAt: onDay(2), energyJ: 36_000, params: { lr: 1 } });
  put({ startedAt: onDay(3), energyJ: 72_000, state: 'failed', exitCode: 1, params: { lr: 2 } });
  put({ startedAt: onDay(4), energyJ: 18_000, state: 'interrupted', signal: 'SIGINT', params: { lr: 3 } });
  api = await pageApi(place.dir, place.env());
});

const ofCommand = (...words: readonly string[]): unknown =>
  (JSON.parse(place.run(['waste', '--json', ...words]).stdout) as { readonly data: unknown }).data;

describe('the waste page is told', () => {
  test('what `waste --json` tells, of all runs and of those that a filter chooses', async () => {
    expect((await api.get('/waste')).json.data).toEqual(ofCommand());
    const { json } = await api.get(`/waste?filter=${encodeURIComponent('state:failed')}`);
    expect(json.data).toEqual(ofCommand('state:failed'));
    expect(json.data.items).toHaveLength(1);
  });

  test('the same after a run has come, changed or gone, though the others are not read again', async () => {
    const first = await api.get('/waste');
    const added = put({
      startedAt: onDay(5),
      energyJ: 9000,
      state: 'failed',
      exitCode: 2,
      params: { lr: 4 },
    });
    const second = await api.get('/waste');
    expect(second.json.data).toEqual(ofCommand());
    expect(second.json.data.items.length).toBe(first.json.data.items.length + 1);
    expect(place.run(['rm', '-y', added]).code).toBe(0);
    expect((await api.get('/waste')).json.data).toEqual(first.json.data);
  });

  test('of a filter that is not understood where it is wrong, and of a damaged run beside the others', async () => {
    const { status, json } = await api.get(`/waste?filter=${encodeURIComponent('state:')}`);
    expect(status).toBe(400);
    expect(json).toMatchObject({ ok: false, error: { code: 'E_FILTER' } });
    putText(join(place.dir, '.joulebook'), 'runs/2026/11/01M85BDDBY9ETBS79XCSCMMGJV', '{"schema": "joul');
    const damaged = await api.get('/waste');
    expect(damaged.json.data.runs).toBe(4);
    expect(JSON.stringify(damaged.json.warnings)).toContain('01M85BDDBY9ETBS79XCSCMMGJV');
  });

  test('a recommendation that is set aside stays so, for the command too, until it is brought back', async () => {
    const before = (await api.get('/waste')).json.data;
    const key = before.recommendations[0].key as string;
    const reason = 'the node "x" was <b>broken</b>';
    expect((await api.post('/waste/dismissed', { key, reason })).status).toBe(200);
    const aside = (await api.get('/waste')).json.data;
    expect(aside).toEqual(ofCommand());
    expect(aside.recommendations.map((one: { key: string }) => one.key)).not.toContain(key);
    expect(aside.dismissed).toMatchObject([{ key, reason }]);
    expect(aside.total).toEqual(before.total);
    expect(place.run(['waste']).stderr).toContain('1 recommendation is set aside');
    expect((await api.post('/waste/dismissed', { key, restore: true })).status).toBe(200);
    expect((await api.get('/waste')).json.data).toEqual(before);
    expect((await api.post('/waste/dismissed', { key: '../x' })).json.error.code).toBe('E_USAGE');
  });
});
