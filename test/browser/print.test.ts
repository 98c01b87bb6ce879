import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Dashboard, openDashboard, seededFolder } from './dashboard.ts';
import { type Listed, told } from './page-words.ts';
import { settled } from './settled.ts';

/** What a sheet of A4 has between its margins of 12 mm, px; lying, and made smaller by the third that Chromium allows, for the table of runs. */
const SHEET_PX = 703;
const LYING_PX = 1370;

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await openDashboard(seededFolder('--runs', '60', '--budget', '--search'));
});
afterAll(() => dashboard.close());

/** Pages of words, tables and charts; `%` stands for a run with stages and epochs, `~` for one with which it is compared. */
const PATHS = [
  '/',
  '/runs',
  '/runs/%',
  '/runs/%?tab=power',
  '/runs/%?tab=epochs',
  '/compare?ids=%,~',
  '/frontier?y=f1',
  '/studies/digits-search',
  '/studies/digits-search?tab=parameters',
  '/waste',
  '/budget',
  '/grid',
  '/leaderboard',
  '/calc?gpu=a100&hours=3&region=FR',
  '/method',
];

interface Sheet {
  /** Text that is lighter than its ground is dark, or that is wider than the sheet. */
  readonly faults: readonly string[];
  readonly charts: number;
  /** Charts with their table, or that say how large it is. */
  readonly twins: number;
  readonly controls: number;
}

/** What a page looks like now. */
async function look(page: Page, widthPx: number): Promise<Sheet> {
  return page.evaluate((sheetPx) => {
    const isShown = (element: Element): boolean => element.checkVisibility() && element.clientHeight > 0;
    const light = (colour: string): number => {
      const [r = 0, g = 0, b = 0, a = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number);
      return a === 0 ? Number.NaN : (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
    };
    const main = document.querySelector('main');
    const faults = [...(main?.querySelectorAll('h1, h2, h3, p, td, th, dt, dd, li, text') ?? [])]
      .filter((element) => element.checkVisibility() && (element.textContent ?? '').trim() !== '')
      .flatMap((element) => {
        const { color, fill, backgroundColor } = getComputedStyle(element);
        const ink = light(element.localName === 'text' ? fill : color);
        const said = (element.textContent ?? '').trim().slice(0, 40);
        if (ink > 0.6 && !(light(backgroundColor) < 0.4)) return [`light ink: ${said}`];
        const { right } = element.getBoundingClientRect();
        const isUnseen = element.closest('.unseen') !== null;
        return right > sheetPx + 1 && !isUnseen ? [`beyond the sheet: ${said}`] : [];
      });
    const charts = [...document.querySelectorAll('figure.chart')].filter(isShown);
    return {
      faults: [...new Set(faults)].slice(0, 5),
      charts: charts.length,
      twins: charts.filter(
        (chart) =>
          [...chart.querySelectorAll('table')].some(isShown) ||
          /As a table it has \d+ rows/.test(chart.textContent ?? ''),
      ).length,
      controls: [...document.querySelectorAll('.rail, .top, .chart-controls, .tabs, .skip')].filter(isShown)
        .length,
    };
  }, widthPx);
}

test.each(PATHS)('%s is printed on white, within the sheet, with a table for each chart', async (path) => {
  const { runs } = told<Listed>(dashboard, 'ls', '--filter=project:bert-fr state:ok', '--limit=10');
  const [one, other] = runs.filter(({ energy }) => energy.epochs.length > 2);
  const { page, context, faults } = await dashboard.open(
    path.replace('%', one?.id ?? '').replace('~', other?.id ?? ''),
    { theme: 'dark' },
  );
  await settled(page);
  const widthPx = path === '/runs' ? LYING_PX : SHEET_PX;
  const before = await look(page, widthPx);
  expect(before.controls).toBeGreaterThan(0);
  await page.setViewportSize({ width: widthPx, height: 1040 });
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await expect
    .poll(() => look(page, widthPx))
    .toEqual({ faults: [], charts: before.charts, twins: before.charts, controls: 0 });
  // Back on the screen it is what it was.
  await page.emulateMedia({ media: 'screen', colorScheme: 'dark' });
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect.poll(() => look(page, widthPx)).toEqual(before);
  expect(faults).toEqual([]);
  await context.close();
});
