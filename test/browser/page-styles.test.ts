import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { type Dashboard, openDashboard, seededFolder } from './dashboard.ts';
import { settled } from './settled.ts';

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await openDashboard(seededFolder('--runs', '30', '--budget'));
});
afterAll(() => dashboard.close());

/** How what stands in the page is laid out, by its classes. */
async function looks(page: Page): Promise<Readonly<Record<string, string>>> {
  await settled(page);
  return page.$$eval('main [class], main h1, main h2', (all) =>
    Object.fromEntries(
      all.toReversed().map((element) => {
        const { display, padding, margin, columnGap, borderWidth, fontSize } = getComputedStyle(element);
        const name = `${element.tagName}.${element.getAttribute('class') ?? ''}`;
        return [name, [display, padding, margin, columnGap, borderWidth, fontSize].join(' | ')];
      }),
    ),
  );
}

test('a page looks the same whichever page was shown before it', async () => {
  const paths = ['/waste', '/budget', '/calc', '/grid'];
  const direct = new Map<string, Readonly<Record<string, string>>>();
  for (const path of paths) {
    const { page, context } = await dashboard.open(path);
    direct.set(path, await looks(page));
    await context.close();
  }
  const { page, context } = await dashboard.open('/');
  for (const path of ['/runs', '/frontier', '/studies', '/leaderboard', ...paths]) {
    await page.click(`.rail a[href$="${path === '/' ? '/' : path}"]`);
    await page.waitForFunction((to) => location.pathname.endsWith(to), path);
    const seen: Readonly<Record<string, string | undefined>> = await looks(page);
    for (const [name, look] of Object.entries(direct.get(path) ?? {}))
      if (seen[name] !== undefined) expect(`${path} ${name}: ${seen[name]}`).toBe(`${path} ${name}: ${look}`);
  }
  await context.close();
});
