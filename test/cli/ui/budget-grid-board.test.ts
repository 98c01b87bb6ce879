import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { aRecord, putRecord } from '../../book/a-record.ts';
import { Place } from '../joulebook.ts';
import { pageApi } from './page-api.ts';

const KWH = 3.6e6;

let place: Place;
let api: Awaited<ReturnType<typeof pageApi>>;

beforeAll(async () => {
  place = new Place();
  writeFileSync(join(place.dir, 'joulebook.yaml'), 'budget:\n  energy: 10 kWh\nregion: FR\n');
  mkdirSync(join(place.dir, '.joulebook'));
  const startedAt = new Date(Date.now() - 1000).toISOString();
  const put = (project: string, energyJ: number): void =>
    putRecord(
      join(place.dir, '.joulebook'),
      aRecord({ project, energyJ, startedAt, durationS: 1, endedAt: startedAt }),
    );
  for (let i = 0; i < 3; i++) put('p', KWH);
  put('q', 2 * KWH);
  mkdirSync(join(place.dir, 'boards/digits'), { recursive: true });
  writeFileSync(
    join(place.dir, 'boards/digits/leaderboard.yaml'),
    'task: Digits\nmetric: accuracy\nmin-seeds: 2\n',
  );
  api = await pageApi(place.dir, place.env());
});

const told = (...words: readonly string[]): ReturnType<typeof JSON.parse> =>
  JSON.parse(place.run([...words, '--json']).stdout).data;

describe('the budget page is told', () => {
  test('what `budget --json` tells, but for the moment', async () => {
    const { json } = await api.get('/budget');
    const command = told('budget');
    expect(json.data.month).toEqual(command.month);
    expect(json.data.budgets[0].kinds[0].spent).toEqual(command.budgets[0].kinds[0].spent);
    expect((await api.get('/budget?month=2020-02')).json.data).toEqual(told('budget', '--month', '2020-02'));
    expect((await api.get('/budget?month=May')).json.error.code).toBe('E_USAGE');
  });

  test('what the month is made of', async () => {
    const { json } = await api.get('/budget/month');
    expect(json.data.projects).toMatchObject([
      { project: 'p', runs: 3, energy: expect.closeTo(3 * KWH, 0) as number },
      { project: 'q', runs: 1, energy: expect.closeTo(2 * KWH, 0) as number },
    ]);
    expect(json.data.largest[0].energy).toBe(2 * KWH);
    expect(json.data.commands).toMatchObject([{ project: 'p', runs: 3, energy: KWH }]);
    const one = await api.get('/budget/month?project=q');
    expect(one.json.data.projects.map((each: { project: string }) => each.project)).toEqual(['q']);
    expect((await api.get('/budget/month?month=13')).status).toBe(400);
  });
});

describe('the grid page is told', () => {
  test('what `regions --json` tells', async () => {
    expect((await api.get('/regions?kind=cloud&provider=gcp')).json.data).toEqual(
      told('regions', '--kind', 'cloud', '--provider', 'gcp'),
    );
  });

  test('that nothing but years is known where no source is set, and asks nobody', async () => {
    const { json } = await api.get('/grid');
    expect(json.data).toMatchObject({
      here: { id: 'FRA', isGuess: false },
      isConfigured: false,
      book: { hours: [] },
    });
    expect((await api.get('/grid/live')).json.data).toMatchObject({ live: null });
  });
});

describe('the leaderboard page is told', () => {
  test('which there are below the folder, and each as `leaderboard show --json` has it', async () => {
    expect((await api.get('/leaderboard')).json.data.tasks).toEqual([
      { folder: 'boards/digits', name: 'Digits', metric: 'accuracy', problem: null },
    ]);
    const { json } = await api.get('/leaderboard/show?task=boards/digits&min-seeds=4&max-energy=5J');
    expect(json.data).toEqual(
      told('leaderboard', 'show', 'boards/digits', '--min-seeds', '4', '--max-energy', '5J'),
    );
    expect(json.data.task.minSeeds).toBe(4);
  });

  test('of no other folder of the disk', async () => {
    for (const task of ['../..', '/etc', 'boards', '--help'])
      expect((await api.get(`/leaderboard/show?task=${encodeURIComponent(task)}`)).status).toBe(404);
  });
});
