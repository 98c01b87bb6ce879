import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunRecord } from '../../src/book/run-record.ts';
import { meanText } from '../../src/report/statement/mean-text.ts';
import type { WrittenEstimate } from '../../src/units/estimate.ts';
import {
  carbonWithBand,
  energyWithBand,
  moneyOnCard,
  printCarbon,
  printEnergy,
  printMoney,
} from '../../src/units/format.ts';
import { printDuration } from '../../src/units/format-duration.ts';
import { valueText } from '../../web/pages/compare/cell-text.ts';
import type { Comparison } from '../../web/pages/compare/comparison.ts';
import { bandText, figureOf } from '../../web/parts/amount.ts';
import { type Dashboard, openDashboard, seededFolder } from './dashboard.ts';
import { counted, joulebook, LAUNCHER, type Listed, summed, told, wordsOf } from './page-words.ts';
import { settled } from './settled.ts';

const FILTERS = ['', 'project:bert-fr', 'project:digits state:ok'];
const UNITS = ['energy', 'co2', 'cost'] as const;
const PIPELINE = `stages:
  prepare:
    cmd: sleep 0.3 && printf 1234 > clean.txt
    outs: [clean.txt]
  train:
    cmd: sleep 0.3 && cp clean.txt model.txt
    deps: [clean.txt]
    outs: [model.txt]
`;
const CODECARBON = `timestamp,project_name,run_id,experiment_id,duration,emissions,emissions_rate,cpu_power,gpu_power,ram_power,cpu_energy,gpu_energy,ram_energy,energy_consumed,country_name,country_iso_code
2025-03-01T10:00:00,old,11111111-1111-4111-8111-111111111111,e,3600,0.05,0.00001,40,0,10,0.04,0,0.01,0.05,France,FRA
2025-03-02T10:00:00,old,22222222-2222-4222-8222-222222222222,e,1800,0.02,0.00001,40,0,20,0.02,0,0.01,0.03,France,FRA
`;

let dashboard: Dashboard;
beforeAll(async () => {
  const folder = seededFolder('--runs', '60', '--budget', '--search');
  writeFileSync(
    join(folder, 'joulebook.yaml'),
    'budget:\n  energy: 60 kWh\n  carbon: 12 kg\n  cost: 40\n  projects:\n    speech:\n      energy: 25 kWh\n',
  );
  joulebook(folder, 'init', '--no-scm', '-q');
  writeFileSync(join(folder, 'dvc.yaml'), PIPELINE);
  joulebook(folder, 'repro', '-q');
  mkdirSync(join(folder, 'boards/digits'), { recursive: true });
  writeFileSync(join(folder, 'boards/digits/leaderboard.yaml'), 'task: Digits\nmetric: acc\nmin-seeds: 1\n');
  writeFileSync(join(folder, 'emissions-old.csv'), CODECARBON);
  dashboard = await openDashboard(folder);
  const { runs } = told<Listed>(dashboard, 'ls', '--filter=project:digits state:ok kind:command');
  for (const [n, { id }] of runs.slice(0, 3).entries())
    joulebook(folder, 'leaderboard', 'add', `id:${id}`, '--task=boards/digits', `--by=Ada ${n}`);
});
afterAll(() => dashboard.close());

/** A text as {@link wordsOf} has it. */
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');
const listed = (filter: string): Listed =>
  told(dashboard, 'ls', ...(filter === '' ? [] : [`--filter=${filter}`]));
const addressed = (path: string, words: Readonly<Record<string, string>>): string => {
  const search = new URLSearchParams(Object.entries(words).filter(([, value]) => value !== ''));
  return search.size === 0 ? path : `${path}?${search}`;
};
const priced = (runs: readonly RunRecord[]): string | undefined =>
  runs.find(({ cost }) => cost !== undefined && cost !== null)?.cost?.total.unit;

describe.each(FILTERS)('with the filter “%s”', (filter) => {
  test('Overview’s tiles are the sums of the listing, and its number of runs', async () => {
    const period = listed(`${filter} start>-30d`.trim());
    const words = await wordsOf(dashboard, addressed('/', { q: filter }));
    expect(words).toContain(printEnergy(summed(period, ({ energy }) => energy.wall.attributed.value)));
    expect(words).toContain(`Runs${counted(period).length}`);
    const carbon = counted(period).filter((run) => run.carbon.operational.value !== null);
    if (carbon.length > 0)
      expect(words).toContain(printCarbon(summed(period, (run) => run.carbon.operational.value)));
    const currency = priced(period.runs);
    if (currency !== undefined)
      expect(words).toContain(
        printMoney(
          summed(period, (run) => run.cost?.total.value),
          currency,
        ),
      );
  });

  test('Runs shows energy, carbon and cost of each run, and their sums', async () => {
    const all = listed(filter);
    const words = await wordsOf(
      dashboard,
      addressed('/runs', { q: filter, c: 'name,energy,co2,cost,duration' }),
    );
    expect(words).toContain(printEnergy(summed(all, ({ energy }) => energy.wall.attributed.value)));
    // As `ls` has it: with one unknown there is no sum.
    const isWhole = (of: (run: RunRecord) => number | null | undefined): boolean =>
      counted(all).every((run) => typeof of(run) === 'number');
    if (isWhole((run) => run.carbon.operational.value))
      expect(words).toContain(printCarbon(summed(all, (run) => run.carbon.operational.value)));
    const currency = priced(all.runs);
    if (currency !== undefined && isWhole((run) => run.cost?.total.value))
      expect(words).toContain(
        printMoney(
          summed(all, (run) => run.cost?.total.value),
          currency,
        ),
      );
    for (const { name, energy, carbon, durationS } of all.runs.slice(0, 10)) {
      expect(words).toContain(name);
      expect(words).toContain(printEnergy(energy.wall.attributed));
      if (carbon.operational.value !== null) expect(words).toContain(printCarbon(carbon.operational));
      expect(words).toContain(printDuration(durationS));
    }
  });

  test.each(UNITS)('Waste shows its sums and every part, in %s', async (unit) => {
    const words = filter === '' ? [] : [`--filter=${filter}`];
    type Amounts = Parameters<typeof figureOf>[0];
    const data = told<{
      total: Amounts;
      useful: Amounts;
      causes: (Amounts & { cause: string; runs: number })[];
      items: (Amounts & { run: string; cause: string })[];
    }>(dashboard, 'waste', ...words);
    const page = await wordsOf(
      dashboard,
      addressed('/waste', { q: filter, u: unit === 'energy' ? '' : unit }),
    );
    const wasted = data.causes.filter(({ energy }) => (energy.value ?? 0) > 0);
    for (const cause of wasted) expect(page).toContain(flat(bandText(figureOf(cause, unit), unit)));
    const total = figureOf(data.total, unit);
    if (total === null) expect(page).toContain('What was wasted is not known in this unit');
    else
      for (const sum of [total, figureOf(data.useful, unit)])
        expect(page).toContain(flat(bandText(sum, unit)));
    for (const item of data.items.slice(0, 25))
      expect(page).toContain(flat(bandText(figureOf(item, unit), unit)));
  });
});

test('every tab of a run says what its record says', async () => {
  const { runs } = listed('project:bert-fr state:ok');
  const record = runs.find(({ energy }) => Object.keys(energy.stages).length > 1 && energy.epochs.length > 2);
  if (record === undefined) throw new Error('no run of the book has stages and epochs');
  const page = async (tab: string): Promise<string> =>
    wordsOf(dashboard, `/runs/${record.id}${tab === '' ? '' : `?tab=${tab}`}`);
  const summary = await page('');
  expect(summary).toContain(energyWithBand(record.energy.wall.attributed));
  expect(summary).toContain(carbonWithBand(record.carbon.operational));
  expect(summary).toContain(printDuration(record.durationS));
  if (record.cost !== undefined && record.cost !== null)
    expect(summary).toContain(flat(moneyOnCard(record.cost.total, record.cost.total.unit)));
  for (const [name, { attributed }] of Object.entries(record.energy.stages)) {
    expect(summary).toContain(name);
    expect(summary).toContain(energyWithBand(attributed));
  }
  const epochs = await page('epochs');
  const [most] = record.energy.epochs.toSorted(
    (a, b) => (b.attributed.value ?? 0) - (a.attributed.value ?? 0),
  );
  expect(epochs).toContain(printEnergy(most?.attributed ?? null));
  const grid = await page('grid');
  expect(grid).toContain(carbonWithBand(record.carbon.operational));
  const method = await page('method');
  for (const [name, component] of Object.entries(record.energy.components)) {
    expect(method).toContain(name);
    expect(method).toContain(component.method);
  }
  const params = await page('params');
  for (const [name, value] of Object.entries(record.params).slice(0, 20)) {
    expect(params).toContain(name);
    expect(params).toContain(String(value));
  }
});

test('Compare shows every row of the command that differs', async () => {
  const { runs } = listed('project:bert-fr state:ok');
  const ids = runs.slice(0, 3).map(({ id }) => id);
  const { rows } = told<Comparison>(dashboard, 'compare', ...ids);
  const words = await wordsOf(dashboard, `/compare?ids=${ids.join(',')}`);
  expect(rows.length).toBeGreaterThan(5);
  for (const row of rows.filter(({ kind }) =>
    ['energy', 'carbon', 'money', 'power', 'duration'].includes(kind),
  )) {
    const texts = row.values.map((value) => valueText(value, row));
    if (new Set(texts).size > 1) for (const text of texts) expect(words, row.name).toContain(flat(text));
  }
});

test('Studies shows what each search used', async () => {
  const { studies } = told<{
    studies: { name: string; spent: { energy: number; trials: number } }[];
  }>(dashboard, 'study', 'ls');
  const words = await wordsOf(dashboard, '/studies');
  expect(studies).toHaveLength(1);
  for (const { name, spent } of studies) {
    expect(words).toContain(name);
    expect(words).toContain(printEnergy(spent.energy));
    expect(words).toContain(String(spent.trials));
  }
});

test.each(UNITS)('Budget shows what is spent, left and foretold, in %s', async (unit) => {
  type Figure = { value: number; low: number; high: number };
  const { budgets } = told<{
    budgets: { kinds: { kind: string; unit: string; limit: number; spent: Figure; left: number }[] }[];
  }>(dashboard, 'budget');
  const kind = { energy: 'energy', co2: 'carbon', cost: 'cost' }[unit];
  const words = await wordsOf(dashboard, addressed('/budget', { u: unit === 'energy' ? '' : unit }));
  const kinds = budgets.flatMap((budget) => budget.kinds.filter((one) => one.kind === kind));
  expect(kinds.length).toBeGreaterThan(0);
  for (const { limit, spent, unit: in_ } of kinds) {
    const print = (value: number): string =>
      unit === 'energy' ? printEnergy(value) : unit === 'co2' ? printCarbon(value) : printMoney(value, in_);
    expect(words).toContain(print(limit));
    expect(words).toContain(print(spent.value));
  }
});

test('Pipeline shows the energy of each stage as `dag` does, and the run that it was', async () => {
  const { nodes } = told<{ nodes: { name: string; energy: WrittenEstimate | null }[] }>(dashboard, 'dag');
  expect(nodes.map(({ name }) => name)).toEqual(['prepare', 'train']);
  const { runs } = listed('kind:stage');
  for (const { name, energy } of nodes) {
    if (energy === null) throw new Error(`${name} was not measured`);
    const run = runs.find((one) => one.name.startsWith(name));
    const words = await wordsOf(dashboard, `/pipeline?stage=${name}`);
    expect(words).toContain(flat(energyWithBand(energy)));
    expect(words).toContain(printDuration(run?.durationS ?? null));
    expect(words).toContain(flat(energyWithBand(run?.energy.wall.attributed ?? null)));
  }
});

test('Leaderboard shows the entries of the command: energy, metric and both ranks', async () => {
  const { classes } = told<{
    classes: {
      entries: {
        name: string;
        energy: { estimate: WrittenEstimate };
        metric: Parameters<typeof meanText>[0];
        energyRank: number;
        metricRank: number;
      }[];
    }[];
  }>(dashboard, 'leaderboard', 'show', 'boards/digits');
  const entries = classes.flatMap((one) => one.entries);
  expect(entries).toHaveLength(3);
  const { page, context } = await dashboard.open('/leaderboard?task=boards/digits');
  await page.locator('table tbody tr').first().waitFor();
  await settled(page);
  const rows = (await page.locator('table tbody tr').allTextContents()).map((row) =>
    row.replaceAll(/\s+/g, ' '),
  );
  for (const { name, energy, metric, energyRank, metricRank } of entries) {
    const row = rows.find((one) => one.includes(name)) ?? '';
    for (const text of [energyWithBand(energy.estimate), meanText(metric), `${energyRank}`, `${metricRank}`])
      expect(row, name).toContain(text);
  }
  await context.close();
});

test('the Calculator shows what `calc` computes, also its place, cost and water', async () => {
  const asked = { gpu: '4xA100', hours: '36', region: 'DE', utilisation: '70%', price: '0.31' };
  const words = Object.entries(asked).map(([name, value]) => `--${name}=${value}`);
  const { energy, carbon, embodied, cost, formula, greener } = told<{
    energy: WrittenEstimate;
    carbon: WrittenEstimate;
    embodied: WrittenEstimate | null;
    cost: WrittenEstimate;
    formula: string[];
    greener: { name: string }[];
  }>(dashboard, 'calc', ...words);
  const page = await wordsOf(dashboard, addressed('/calc', asked));
  const shown = [energyWithBand(energy), carbonWithBand(carbon), moneyOnCard(cost, cost.unit)];
  if (embodied !== null) shown.push(carbonWithBand(embodied));
  for (const text of [...shown, ...formula, ...greener.map(({ name }) => name)])
    expect(page).toContain(text.replaceAll(/\s+/g, ' '));
});

test('Import’s report before anything is written is that of `import` without --yes', async () => {
  const { rows } = told<{
    rows: { fate: string; run: { name: string; energy: WrittenEstimate; durationS: number } }[];
  }>(dashboard, 'import', 'emissions-old.csv');
  expect(rows).toHaveLength(2);
  const { page, context } = await dashboard.open('/import');
  await page.setInputFiles('input[type="file"]', join(dashboard.folder, 'emissions-old.csv'));
  await page.getByText('What would come in').waitFor();
  await settled(page);
  const words = ((await page.textContent('main')) ?? '').replaceAll(/\s+/g, ' ');
  for (const { run } of rows) {
    expect(words).toContain(energyWithBand(run.energy));
    expect(words).toContain(printDuration(run.durationS));
  }
  expect(told<Listed>(dashboard, 'ls', '--filter=project:old').total).toBe(0);
  await context.close();
});

test('Live keeps a run that has ended with the figures of its record', async () => {
  const { page, context } = await dashboard.open('/live');
  await page.waitForSelector('.no-live');
  // It goes on until the page shows it, however long that takes.
  const end = join(dashboard.folder, 'end');
  const run = spawn(
    LAUNCHER,
    ['run', '--name', 'short one', '--', 'sh', '-c', 'until [ -e end ]; do sleep 0.2; done'],
    {
      cwd: dashboard.folder,
      env: { ...process.env, JOULEBOOK_NODE: process.execPath },
      stdio: 'ignore',
    },
  );
  const ended = once(run, 'exit');
  try {
    const samples = (): Promise<number> =>
      page.$eval('.live-run .spark .mean', (path) => (path.getAttribute('d') ?? '').split('L').length);
    await expect.poll(samples).toBeGreaterThan(3);
  } finally {
    writeFileSync(end, '');
  }
  expect(await ended).toEqual([0, null]);
  await page.getByText('Ended a moment ago').waitFor();
  const record = told<RunRecord>(dashboard, 'show', '@last');
  await expect
    .poll(async () => (await page.textContent('.live-run')) ?? '')
    .toContain(energyWithBand(record.energy.wall.attributed));
  await expect.poll(() => page.textContent('.live-run h2')).toBe('short one');
  await context.close();
});

test('Method shows every equivalence with its range, as the table has it', async () => {
  const table = JSON.parse(
    readFileSync(
      fileURLToPath(new URL('../../data/equivalences/equivalences.json', import.meta.url)),
      'utf8',
    ),
  ) as { id: string; rows: { one: string; value: number; low: number; high: number; source: string }[] };
  const words = await wordsOf(dashboard, '/method');
  expect(table.rows.length).toBeGreaterThan(3);
  expect(words).toContain(table.id);
  for (const { one, value, low, high, source } of table.rows)
    for (const text of [one, String(value), String(low), String(high), source])
      expect(words).toContain(flat(text));
  expect(words).toContain(joulebook(dashboard.folder, '--version').trim().split(' ').at(-1));
});
