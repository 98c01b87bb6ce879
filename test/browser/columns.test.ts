import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressOf, type Dashboard, openDashboard, seededFolder } from './dashboard.ts';

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await openDashboard(seededFolder('--runs', '20'));
});
afterAll(() => dashboard.close());

/** The columns in the table, by what their heads say, without the name's and what they are sorted by. */
async function heads(page: Page): Promise<readonly string[]> {
  const texts = await page.$$eval('table.runs thead th', (all) => all.map((th) => th.textContent ?? ''));
  return texts.slice(2).map((text) => text.replace(/ ?[▲▼].*/, '').trim());
}

const inAddress = async (page: Page): Promise<string | null> => (await addressOf(page)).searchParams.get('c');

test('the chooser adds, moves and takes away columns by keyboard alone; the address keeps them', async () => {
  const { page, context, faults } = await dashboard.open('/runs?c=state,energy,duration');
  await expect.poll(() => heads(page)).toEqual(['state', 'energy', 'duration']);
  // Opened with a key, and left with all that follows within reach of Tab.
  await page.locator('details.chooser summary').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'duration to the left' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => heads(page)).toEqual(['state', 'duration', 'energy']);
  // The focus stays with what was moved, so that a second press moves it on.
  await page.keyboard.press('Enter');
  await expect.poll(() => heads(page)).toEqual(['duration', 'state', 'energy']);
  expect(await inAddress(page)).toBe('duration,state,energy');
  await page.keyboard.press('Enter'); // it is the first already
  expect(await inAddress(page)).toBe('duration,state,energy');
  await page.getByRole('button', { name: 'duration to the right' }).focus();
  await page.keyboard.press('Space');
  await expect.poll(() => heads(page)).toEqual(['state', 'duration', 'energy']);
  // Added by typing a part of its name, and with Space.
  await page.getByRole('searchbox', { name: 'Add' }).fill('project');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect.poll(() => heads(page)).toEqual(['state', 'duration', 'energy', 'project']);
  await page.getByRole('list', { name: 'Shown' }).getByRole('checkbox', { name: 'state' }).focus();
  await page.keyboard.press('Space');
  await expect.poll(() => heads(page)).toEqual(['duration', 'energy', 'project']);
  expect(await inAddress(page)).toBe('duration,energy,project');
  // Opened anew it is the same, and back as at first in one press.
  await page.reload();
  await expect.poll(() => heads(page)).toEqual(['duration', 'energy', 'project']);
  await page.locator('details.chooser summary').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'As at first' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await heads(page)).slice(0, 2)).toEqual(['state', 'start']);
  expect(await inAddress(page)).toBe(null);
  expect(faults).toEqual([]);
  await context.close();
});
