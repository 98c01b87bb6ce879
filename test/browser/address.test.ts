import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressOf, type Dashboard, openDashboard, seededFolder } from './dashboard.ts';
import { settled } from './settled.ts';

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await openDashboard(seededFolder('--runs', '20'));
});
afterAll(() => dashboard.close());

test('what is adjusted for long is written into the address seldom, and stands in it at the end', async () => {
  const { page, context, faults } = await dashboard.open('/runs');
  await settled(page);
  await page.evaluate(() => {
    // As Safari does.
    let left = 99;
    const write = history.replaceState.bind(history);
    history.replaceState = (...words) => {
      if (left-- <= 0) throw new DOMException('more than 100 times per 30 seconds', 'SecurityError');
      write(...words);
    };
  });
  const text = Array.from({ length: 40 }, (_, n) => `word${n % 10}`).join(' ');
  await page.locator('#filter').pressSequentially(text, { delay: 20 });
  await expect.poll(async () => (await addressOf(page)).searchParams.get('q')).toBe(text);
  expect(faults).toEqual([]);
  await context.close();
});
