import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Dashboard, openDashboard, seededFolder } from './dashboard.ts';
import { settled } from './settled.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[];
}

/** Every page of the rail; the first test holds that none is missing here. */
const PATHS = [
  '/',
  '/runs',
  '/frontier',
  '/studies',
  '/pipeline',
  '/grid',
  '/waste',
  '/budget',
  '/leaderboard',
  '/live',
  '/calc',
  '/method',
];

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await openDashboard(seededFolder('--runs', '80', '--budget'));
});
afterAll(() => dashboard.close());

test('the rail leads to every page', async () => {
  const { page, context } = await dashboard.open('/');
  await page.waitForSelector('.rail a');
  const links = await page.$$eval('.rail a', (all) =>
    all.map((link) => new URL((link as HTMLAnchorElement).href).pathname),
  );
  expect(links).toEqual(PATHS);
  await context.close();
});

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test.each(PATHS)('%s has no fault that axe finds, and asks nobody else', async (path) => {
    const { page, context, faults } = await dashboard.open(path, { theme });
    await settled(page);
    await page.evaluate(AXE);
    const violations = await page.evaluate(async () => {
      const { axe } = window as unknown as { axe: { run: () => Promise<{ violations: Violation[] }> } };
      return (await axe.run()).violations;
    });
    const told = violations.map(({ id, nodes }) => [
      id,
      ...nodes.slice(0, 3).map(({ target }) => target.join(' ')),
    ]);
    expect(told).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });
});

test.each(PATHS)('%s fits a phone and a narrow window', async (path) => {
  for (const width of [390, 320]) {
    const { page, context } = await dashboard.open(path, { width, height: 800 });
    await settled(page);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, `${path} at ${width}`).toBeLessThanOrEqual(0);
    await context.close();
  }
});

test('a page that breaks says so, and the others go on', async () => {
  const { page, context, faults } = await dashboard.open('/budget');
  await settled(page);
  await page.route('**/api/overview*', (route) =>
    route.fulfill({ json: { schema: 'joulebook.ui/1', ok: true, data: { now: null }, warnings: [] } }),
  );
  await page.click('.rail a[title^="Overview"]');
  await page.getByText('This page made a mistake').waitFor();
  await expect.poll(() => faults.some((fault) => fault.startsWith('error:'))).toBe(true);
  await page.click('.rail a[title^="Budget"]');
  await page.getByRole('heading', { name: 'Budget', exact: true }).waitFor();
  await context.close();
});
