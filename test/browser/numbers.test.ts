import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunRecord } from '../../src/book/run-record.ts';
import type { WrittenEstimate } from '../../src/units/estimate.ts';
import { carbonWithBand, energyWithBand, printEnergy, printIntensity } from '../../src/units/format.ts';
import { type Dashboard, openDashboard, seededFolder } from './dashboard.ts';
import { type Listed, summed, told, wordsOf as pageWords } from './page-words.ts';
import { settled } from './settled.ts';

const FILTERS = [undefined, 'project:bert-fr', 'state:failed'];

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await openDashboard(seededFolder('--runs', '60', '--budget', '--search'));
});
afterAll(() => dashboard.close());

const wordsOf = async (path: string): Promise<string> => pageWords(dashboard, path);

function withFilter(path: string, filter: string | undefined): string {
  return filter === undefined ? path : `${path}?q=${encodeURIComponent(filter)}`;
}

function listed(filter: string | undefined): Listed {
  return told<Listed>(dashboard, 'ls', ...(filter === undefined ? [] : [`--filter=${filter}`]));
}

function rootJoules(all: Listed): number {
  return summed(all, ({ energy }) => energy.wall.attributed.value);
}

describe.each(FILTERS)('with the filter %s', (filter) => {
  test('Runs shows the energies of the listing, and its sum', async () => {
    const all = listed(filter);
    const words = await wordsOf(withFilter('/runs', filter));
    expect(words).toContain(printEnergy(rootJoules(all)));
    for (const { name, energy } of all.runs.slice(0, 12)) {
      expect(words).toContain(name);
      expect(words).toContain(printEnergy(energy.wall.attributed));
    }
  });

  test('Waste shows each cause as the command does', async () => {
    const { causes } = told<{ causes: { cause: string; energy: WrittenEstimate }[] }>(
      dashboard,
      'waste',
      ...(filter === undefined ? [] : [`--filter=${filter}`]),
    );
    const words = await wordsOf(withFilter('/waste', filter));
    for (const { cause, energy } of causes.filter((one) => (one.energy.value ?? 0) > 0)) {
      expect(words).toContain(cause);
      expect(words).toContain(printEnergy(energy));
    }
  });

  test('Frontier draws the runs that have the metric', async () => {
    const withMetric = listed(filter).runs.filter(
      ({ metrics, state }) => metrics['loss'] !== undefined && (state === 'ok' || state === 'stopped'),
    );
    const words = await wordsOf(
      withFilter('/frontier', filter) + (filter === undefined ? '?y=loss' : '&y=loss'),
    );
    if (withMetric.length > 0) expect(words).toMatch(new RegExp(`of ${withMetric.length} runs?`));
    else expect(words).not.toMatch(/of \d+ runs are on the frontier/);
  });
});

test('a run shows its record', async () => {
  const record = told<RunRecord>(dashboard, 'show', '@-45');
  const words = await wordsOf(`/runs/${record.id}`);
  expect(words).toContain(record.name);
  expect(words).toContain(energyWithBand(record.energy.wall.attributed));
  expect(words).toContain(carbonWithBand(record.carbon.operational));
  for (const [name, { attributed }] of Object.entries(record.energy.components)) {
    expect(words).toContain(name);
    expect(words).toContain(energyWithBand(attributed));
  }
});

test('a comparison shows the rows of the command', async () => {
  const { runs, rows } = told<{
    runs: { id: string }[];
    rows: { name: string; kind: string; values: WrittenEstimate[] }[];
  }>(dashboard, 'compare', '@-45', '@-50');
  const words = await wordsOf(`/compare?ids=${runs.map(({ id }) => id).join(',')}`);
  for (const { values } of rows.filter(({ kind }) => kind === 'energy').slice(0, 2))
    for (const value of values) expect(words).toContain(energyWithBand(value));
});

test('a study shows what it used', async () => {
  const { energy, objectives } = told<{
    energy: { total: number; sinceGain: number };
    objectives: { metric: string }[];
  }>(dashboard, 'study', 'show', 'digits-search');
  const words = await wordsOf('/studies/digits-search');
  expect(words).toContain(printEnergy(energy.total));
  expect(words).toContain(printEnergy(energy.sinceGain));
  expect(words).toContain(objectives[0]?.metric);
});

test('Budget and Overview show what is used of each budget', async () => {
  const { budgets } = told<{
    budgets: { project: string | null; kinds: { kind: string; limit: number; spent: { value: number } }[] }[];
  }>(dashboard, 'budget');
  const pages = [await wordsOf('/budget'), await wordsOf('/')];
  expect(budgets.length).toBeGreaterThan(1);
  for (const { kinds } of budgets)
    for (const { kind, limit, spent } of kinds)
      if (kind === 'energy')
        for (const words of pages) {
          expect(words).toContain(printEnergy(spent.value));
          expect(words).toContain(printEnergy(limit));
        }
});

test('Grid shows the intensities of the tables', async () => {
  const { rows } = told<{ rows: { name: string; intensity: WrittenEstimate }[] }>(dashboard, 'regions', 'FR');
  const words = await wordsOf('/grid?find=France');
  const [first] = rows;
  expect(words).toContain(first?.name);
  expect(words).toContain(printIntensity(first?.intensity ?? null).split(' ')[0]);
});

test('the overview’s energy of the last 30 days is that of the listing', async () => {
  const words = await wordsOf('/');
  expect(words).toContain(printEnergy(rootJoules(listed('start>-30d'))));
});

test('the page of a run says the same as the API, which says the same as show', async () => {
  const { page, context } = await dashboard.open('/');
  await settled(page);
  const { id } = told<RunRecord>(dashboard, 'show', '@last');
  const fromApi = await page.evaluate(async (ref) => (await fetch(`api/runs/${ref}`)).json(), id);
  expect(fromApi.data).toEqual(told<RunRecord>(dashboard, 'show', id));
  await context.close();
});
