import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunRecord } from '../../src/book/run-record.ts';
import { energyWithBand } from '../../src/units/format.ts';
import { changeText, differenceText, valueText, verdictText } from '../../web/pages/compare/cell-text.ts';
import { type Comparison, differs } from '../../web/pages/compare/comparison.ts';
import { addressOf, type Dashboard, openDashboard, seededFolder } from './dashboard.ts';
import { joulebook, told } from './page-words.ts';
import { settled } from './settled.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let dashboard: Dashboard;
/** Two runs that tell their stages, and one that tells none, the newest first. */
let order: readonly string[];
beforeAll(async () => {
  const folder = seededFolder('--runs', '40');
  joulebook(folder, 'run', '-q', '--', 'true');
  dashboard = await openDashboard(folder);
  const { runs } = told<{ runs: readonly RunRecord[] }>(dashboard, 'ls', '--filter=state:ok kind:command');
  const idsOf = (wanted: (stages: number) => boolean): readonly string[] =>
    runs.filter(({ energy }) => wanted(Object.keys(energy.stages).length)).map(({ id }) => id);
  order = [...idsOf((stages) => stages > 1).slice(0, 2), ...idsOf((stages) => stages === 0).slice(0, 1)];
  expect(order).toHaveLength(3);
});
afterAll(() => dashboard.close());

const STAGES = 'figure[aria-labelledby="stages-title"]';
const compared = async (page: Page): Promise<readonly string[]> =>
  ((await addressOf(page)).searchParams.get('ids') ?? '').split(',');
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
const isOf =
  (short: string) =>
  (id: string): boolean =>
    id.toLowerCase().endsWith(short.toLowerCase());

/** Every row of the table: its name, and its cells. */
async function table(page: Page): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await page.$$eval('.compare tbody tr', (all) =>
    all.map((row) => [...row.children].map((cell) => cell.textContent ?? '')),
  );
  return new Map(rows.map(([name = '', ...cells]) => [flat(name), cells.map(flat)]));
}

/** What the command says is what the page shows, number by number. */
async function showsComparison(page: Page, order: readonly string[]): Promise<void> {
  const comparison = told<Comparison>(dashboard, 'compare', ...order);
  await expect
    .poll(async () => page.locator('.compare thead tr:first-child th a').allTextContents())
    .toEqual(comparison.runs.map(({ name }) => name));
  const differing = comparison.rows.filter((row) => differs(row) || row.name === 'energy');
  // Runs may bear the same names: the heads alone do not say that the answer is there.
  await expect
    .poll(async () => [...(await table(page)).keys()])
    .toEqual(differing.map(({ name }) => name.replace('CO2e', 'CO₂e')));
  const numbers = differing.filter(({ kind }) => kind !== 'text');
  expect(numbers.length).toBeGreaterThan(2);
  for (const row of numbers) {
    const cells = row.values.flatMap((value, n) => {
      const against = row.against[n - 1];
      const own = flat(valueText(value, row));
      if (n === 0) return [own];
      if (against === null || against === undefined) return [own, '—', '—'];
      return [own, differenceText(against, row), `${changeText(against)}${verdictText(against, row)}`];
    });
    await expect
      .poll(async () => (await table(page)).get(row.name.replace('CO2e', 'CO₂e')), { message: row.name })
      .toEqual(cells.map(flat));
  }
}

test('runs that were selected on Runs are compared with c, and say what joulebook compare says', async () => {
  const { page, context, faults } = await dashboard.open('/runs?q=state%3Aok%20kind%3Acommand');
  await page.waitForFunction(() => performance.getEntriesByName('table-usable').length > 0);
  await page.locator('.runs-region').focus();
  for (const key of ['j', 'x', 'j', 'x']) await page.keyboard.press(key);
  await expect.poll(() => page.textContent('.selection strong')).toBe('2 runs selected');
  await page.keyboard.press('c');
  await page.waitForURL(/\/compare\?.*ids=/);
  const { runs } = told<{ runs: readonly RunRecord[] }>(dashboard, 'ls', '--filter=state:ok kind:command');
  const selected = (await compared(page)).map((short) => runs.find(({ id }) => isOf(short)(id))?.id);
  expect(selected).toEqual(runs.slice(1, 3).map(({ id }) => id));
  await showsComparison(page, await compared(page));
  expect(faults).toEqual([]);
  await context.close();
});

test('the first is the base; another is made it, or taken out, by keyboard', async () => {
  const [first = '', second = '', third = ''] = order;
  const { page, context } = await dashboard.open(`/compare?ids=${order.join(',')}`);
  await showsComparison(page, order);
  await expect.poll(() => page.textContent('.banner')).toContain('Not like for like');
  const makeBase = page.getByRole('button', { name: 'Make base' });
  await makeBase.last().focus();
  await page.keyboard.press('Enter');
  await showsComparison(page, [third, first, second]);
  const name = told<RunRecord>(dashboard, 'show', second).name;
  await page.getByRole('button', { name: `Take ${name} out` }).focus();
  await page.keyboard.press('Enter');
  await showsComparison(page, [third, first]);
  expect(await compared(page)).toEqual([third, first]);
  // Back is one step each.
  await page.goBack();
  await showsComparison(page, [third, first, second]);
  await context.close();
});

test('stage by stage: a bar for each run, by keys and as a table, as the records have it', async () => {
  const { page, context, faults } = await dashboard.open(`/compare?ids=${order.join(',')}`);
  await page.locator(`${STAGES} .plot svg`).first().waitFor();
  await settled(page);
  const records = order.map((id) => told<RunRecord>(dashboard, 'show', id));
  const stages = [...new Set(records.flatMap(({ energy }) => Object.keys(energy.stages)))];
  await page.focus(`${STAGES} .plot`);
  for (const stage of stages)
    for (const { name, energy } of records) {
      await page.keyboard.press('ArrowRight');
      const of = energy.stages[stage];
      const text = of === undefined ? 'no such stage' : `${energyWithBand(of.attributed)} in`;
      await expect
        .poll(async () => flat((await page.locator(`${STAGES} .tooltip`).textContent()) ?? ''))
        .toContain(`${stage}: ${flat(text)}`);
      await expect.poll(() => page.locator(`${STAGES} .tooltip`).textContent()).toContain(name);
    }
  await page.keyboard.press('t');
  await expect.poll(() => page.locator(`${STAGES} table tbody tr`).count()).toBe(stages.length);
  const rows = await page.locator(`${STAGES} table tbody tr`).allTextContents();
  for (const [n, stage] of stages.entries())
    for (const { energy } of records)
      expect(flat(rows[n] ?? '')).toContain(flat(energyWithBand(energy.stages[stage]?.attributed ?? null)));
  // From a bar to its run.
  await page.focus(`${STAGES} .plot`);
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await page.waitForURL(new RegExp(`/runs/${order[0] ?? ''}`));
  expect(faults).toEqual([]);
  await context.close();
});

test('what is on its way is not said to be missing', async () => {
  const { page, context } = await dashboard.open('/compare');
  let answer: (() => void) | undefined;
  const held = new Promise<void>((done) => {
    answer = done;
  });
  await page.route(/\/power\?/, async (route) => {
    await held;
    await route.continue();
  });
  await page.evaluate((ids) => {
    history.pushState(null, '', `${location.pathname}?ids=${ids}`);
    dispatchEvent(new PopStateEvent('popstate'));
  }, order.join(','));
  await page.locator(`${STAGES} .plot svg`).first().waitFor();
  const power = page.locator('section.empty', { hasText: 'Power' });
  await power.locator('.skeleton').waitFor({ state: 'attached' });
  expect(await power.textContent()).not.toContain('None of these runs');
  answer?.();
  await page.locator('figure[aria-labelledby="power-title"] .plot svg').first().waitFor();
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await context.close();
});

test.each(['light', 'dark'] as const)('axe finds no fault in the %s theme', async (theme) => {
  const { page, context, faults } = await dashboard.open(`/compare?ids=${order.join(',')}`, { theme });
  await page.locator(`${STAGES} .plot svg`).first().waitFor();
  await settled(page);
  await page.evaluate(AXE);
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run: () => Promise<{ violations: { id: string; nodes: { target: string[] }[] }[] }> };
    };
    return (await axe.run()).violations.map(({ id, nodes }) => [id, nodes[0]?.target.join(' ')]);
  });
  expect(violations).toEqual([]);
  expect(faults).toEqual([]);
  await context.close();
});
