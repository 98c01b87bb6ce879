import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addressOf, type Dashboard, openDashboard, seededFolder } from './dashboard.ts';
import { settled } from './settled.ts';

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await openDashboard(seededFolder('--runs', '20'));
});
afterAll(() => dashboard.close());

/** What of the top bar each page heeds, in the order filter, time, unit. */
const HEEDED = [
  ['/', true, true, true],
  ['/runs', true, true, false],
  ['/frontier', true, true, true],
  ['/waste', true, true, true],
  ['/budget', false, false, true],
  ['/pipeline', false, false, true],
  ['/studies', false, false, false],
  ['/grid', false, false, false],
  ['/leaderboard', false, false, false],
  ['/live', false, false, false],
  ['/calc', false, false, false],
  ['/method', false, false, false],
] as const;

describe.each(HEEDED)('%s', (path, filter, time, unit) => {
  test('shows of the top bar what it heeds, and its keys do no more', async () => {
    const { page, context } = await dashboard.open(path);
    await settled(page);
    const there = async (what: string): Promise<boolean> => (await page.locator(what).count()) === 1;
    expect(await there('#filter')).toBe(filter);
    expect(await there('select[aria-label="Time range"]')).toBe(time);
    expect(await there('[aria-label="Unit (u)"]')).toBe(unit);
    await page.keyboard.press('u');
    expect((await addressOf(page)).searchParams.get('u')).toBe(unit ? 'co2' : null);
    await page.keyboard.press('?');
    await page.locator('dialog.keys[open]').waitFor();
    const keys = await page.locator('dialog.keys section').first().textContent();
    expect([keys?.includes('to the filter'), keys?.includes('next unit')]).toEqual([filter, unit]);
    await page.keyboard.press('Escape');
    await page.locator('dialog.keys[open]').waitFor({ state: 'detached' });
    await page.keyboard.press('/');
    await expect.poll(() => page.evaluate(() => document.activeElement?.id === 'filter')).toBe(filter);
    await context.close();
  });
});

test('no key is lost to the list of keys, however soon the next one follows', async () => {
  const { page, context } = await dashboard.open('/runs');
  await settled(page);
  for (let n = 0; n < 5; n++) {
    for (const key of ['?', 'Escape', '/']) await page.keyboard.press(key);
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('filter');
    await page.keyboard.press('Escape'); // out of the filter
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).not.toBe('filter');
    await page.locator('dialog.keys h2').waitFor({ state: 'detached' });
  }
  await context.close();
});

test.each([1440, 800])(
  'from page to page nothing that stays changes its place, at %d pixels',
  async (width) => {
    const { page, context } = await dashboard.open('/waste?u=co2&q=state:ok', { width });
    const places = async (): Promise<unknown> =>
      page.evaluate(() =>
        ['.brand', '.top > [title^="Change the theme"]', '.top > [aria-label="Keys (?)"]'].map((one) => {
          const box = document.querySelector(one)?.getBoundingClientRect();
          return [one, box?.left, box?.top];
        }),
      );
    await page.getByRole('heading', { name: 'Waste', exact: true }).waitFor();
    await page.locator('#filter').waitFor();
    await settled(page); // the choice of the project comes later
    const before = await places();
    const height = await page.evaluate(() => document.querySelector('main')?.offsetTop);
    await page.click('.rail a[title^="Method"]');
    await page.locator('#filter').waitFor({ state: 'detached' });
    await settled(page);
    expect(await places()).toEqual(before);
    if (width >= 1000)
      expect(await page.evaluate(() => document.querySelector('main')?.offsetTop)).toBe(height);
    // What was chosen is kept for the pages that heed it.
    await page.click('.rail a[title^="Waste"]');
    await expect.poll(() => page.inputValue('#filter')).toBe('state:ok');
    expect((await addressOf(page)).searchParams.get('u')).toBe('co2');
    await context.close();
  },
);
