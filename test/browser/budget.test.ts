import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aRecord, putRecord } from '../book/a-record.ts';
import { type Dashboard, openDashboard } from './dashboard.ts';
import { joulebook, wordsOf } from './page-words.ts';
import { settled } from './settled.ts';

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await openDashboard(mkdtempSync(join(tmpdir(), 'joulebook-budget-')));
});
afterAll(() => dashboard.close());

test('an empty book without a budget says how to set one and what to measure, and draws no zeros', async () => {
  for (const path of ['/budget', '/budget?u=co2', '/budget?u=cost']) {
    const { page, context } = await dashboard.open(path);
    await page.getByRole('heading', { name: 'No budget is set' }).waitFor();
    await settled(page);
    expect(await page.locator('figure').count()).toBe(0);
    const commands = await page.locator('.empty code').allTextContents();
    expect(commands).toContain('joulebook config set budget.energy "40 kWh"');
    expect(commands).toContain('joulebook run -- python train.py');
    await context.close();
  }
  // What is offered is taken as it stands.
  const elsewhere = mkdtempSync(join(tmpdir(), 'joulebook-offered-'));
  for (const command of [
    'budget.energy=40 kWh',
    'budget.carbon=5 kg',
    'budget.cost=20',
    'price=0.25',
    'region=FR',
  ])
    joulebook(elsewhere, 'config', 'set', ...command.split('='));
  rmSync(elsewhere, { recursive: true });
  // A month that is over has no more runs to come.
  const past = await wordsOf(dashboard, '/budget?month=2020-02');
  expect(past).toContain('Nothing was used in 2020-02');
  expect(past).not.toContain('joulebook run');
});

test('where runs say no cost, that is said with the setting, and their energy is drawn', async () => {
  const book = join(dashboard.folder, '.joulebook');
  mkdirSync(book, { recursive: true });
  const startedAt = new Date(Date.now() - 1000).toISOString();
  putRecord(book, aRecord({ project: 'p', energyJ: 7.2e6, durationS: 1, startedAt, endedAt: startedAt }));
  const cost = await wordsOf(dashboard, '/budget?u=cost');
  expect(cost).toContain('The cost of all runs is not known');
  expect(cost).toContain('joulebook config set price 0.25');
  expect(await wordsOf(dashboard, '/?t=-7d')).toContain('joulebook config set price 0.25');
  const { page, context } = await dashboard.open('/budget');
  await page.locator('figure[aria-labelledby^="burn-energy"]').waitFor();
  await expect.poll(() => page.locator('main').textContent()).toContain('2.00 kWh');
  await context.close();
});

test('a budget of which nothing is used is drawn: all of it is left', async () => {
  writeFileSync(
    join(dashboard.folder, 'joulebook.yaml'),
    'budget:\n  projects:\n    q:\n      energy: 3 kWh\n',
  );
  const words = await wordsOf(dashboard, '/budget');
  expect(words).toContain('3.00 kWh');
  const { page, context } = await dashboard.open('/budget');
  await page.locator('figure[aria-labelledby^="burn-energy"]').waitFor();
  await settled(page);
  expect(await page.locator('.empty').count()).toBe(0);
  await context.close();
});
