import { readFileSync } from 'node:fs';
import { setTimeout as rest } from 'node:timers/promises';
import type { Download, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Dashboard, openDashboard, seededFolder } from './dashboard.ts';
import { type Listed, told } from './page-words.ts';
import { settled } from './settled.ts';

const SAMPLES = 1_000_000;
/** What they may take on a slow machine, ms: a minute on a fast one. */
const MILLION_MS = 900_000;

let dashboard: Dashboard;
beforeAll(async () => {
  const words = ['--runs', '60', '--budget', '--search', '--hostile', '--samples', String(SAMPLES)];
  dashboard = await openDashboard(seededFolder(...words));
});
afterAll(() => dashboard.close());

/** Pages with charts; `%` stands for a run with stages and epochs, `~` for one with which it is compared. */
const PAGES = [
  '/',
  '/frontier?y=f1',
  '/studies/digits-search',
  '/studies/digits-search?tab=trials',
  '/studies/digits-search?tab=parameters',
  '/waste',
  '/budget',
  '/calc?gpu=a100&hours=3&region=FR',
  '/runs/%',
  '/runs/%?tab=power',
  '/runs/%?tab=epochs',
  '/runs/%?tab=grid',
  '/compare?ids=%,~',
];

/** Chromium drops, without a word, what a page saves beyond ten files in a second: nobody chooses so fast. */
const BETWEEN_MS = 120;
let savedMs = 0;

async function saved(page: Page, menu: Locator, item: string): Promise<Download> {
  await rest(Math.max(0, savedMs + BETWEEN_MS - performance.now()));
  savedMs = performance.now();
  if ((await menu.getAttribute('open')) === null) await menu.locator('summary').click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    menu.getByText(item, { exact: true }).click(),
  ]);
  return download;
}

const textOf = async (download: Download): Promise<string> => readFileSync(await download.path(), 'utf8');

/** Records of a CSV as RFC 4180 reads it. */
function recordsOf(csv: string): readonly (readonly string[])[] {
  const records: string[][] = [[]];
  for (const [, cell = '', end] of csv.matchAll(/("(?:[^"]|"")*"|[^,\r\n]*)(,|\r\n|$)/g)) {
    records.at(-1)?.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    if (end !== ',') records.push([]);
    if (end === '') break;
  }
  return records.filter((cells) => cells.some((cell) => cell !== ''));
}

describe('every chart of a page', () => {
  test.each(PAGES)(
    'on %s is exported in each form, and its CSV and JSON hold the same rows',
    async (path) => {
      const { runs } = told<Listed>(dashboard, 'ls', '--filter=project:bert-fr state:ok', '--limit=10');
      const [one, other] = runs.filter(({ energy }) => energy.epochs.length > 2);
      const { page, context, faults } = await dashboard.open(
        path.replace('%', one?.id ?? '').replace('~', other?.id ?? ''),
      );
      await settled(page);
      await page.waitForSelector('details.export');
      const menus = await page.locator('details.export').all();
      for (const menu of menus) {
        const title = (await menu.locator('summary').getAttribute('aria-label')) ?? '';
        const csv = recordsOf(await textOf(await saved(page, menu, 'CSV, complete')));
        const json = JSON.parse(await textOf(await saved(page, menu, 'JSON, complete'))) as {
          rows: unknown[];
          columns?: unknown[];
        };
        expect(csv.length - 1, title).toBe(json.rows.length);
        expect(json.rows.length, title).toBeGreaterThan(0);
        expect(new Set(csv.map((cells) => cells.length)).size, title).toBe(1);
        for (const cell of csv.flat())
          if (/^[=+\-@\t\r]/.test(cell)) expect(Number(cell), title).not.toBeNaN();
        const svg = await textOf(await saved(page, menu, 'SVG'));
        expect(svg, title).toMatch(/^<svg [^]*<\/svg>\s*$/);
        expect(svg).not.toMatch(/<script|\son\w+=|href="http/);
        const png = readFileSync(await (await saved(page, menu, 'PNG 2×')).path());
        expect(png.subarray(1, 4).toString(), title).toBe('PNG');
        expect(png.length).toBeGreaterThan(1000);
      }
      expect(menus.length).toBeGreaterThan(0);
      expect(faults).toEqual([]);
      await context.close();
    },
  );
});

test('a picture that the browser does not make is told of where one looks', async () => {
  const { page, context } = await dashboard.open('/waste');
  await settled(page);
  await page.evaluate(() => {
    HTMLCanvasElement.prototype.toBlob = (done) => done(null);
  });
  const figure = page.locator('figure.chart').first();
  await figure.locator('details.export summary').click();
  await figure.getByText('PNG 2×', { exact: true }).click();
  const said = figure
    .getByRole('status')
    .filter({ hasText: 'PNG 2× not saved: the browser made no picture' });
  await said.waitFor();
  expect(Number((await said.boundingBox())?.width)).toBeGreaterThan(100);
  await context.close();
});

test('a run of a million samples is exported with all of them, not those that are drawn', {
  timeout: MILLION_MS,
}, async () => {
  const { runs } = told<Listed>(dashboard, 'ls', '--filter=name:the-long-one*');
  const long = runs.find(({ name }) => name.startsWith('the-long-one'));
  const { page, context } = await dashboard.open(`/runs/${long?.id}?tab=power`);
  page.setDefaultTimeout(MILLION_MS);
  await settled(page);
  await page.getByText('buckets', { exact: false }).first().waitFor();
  const menu = page.locator('details.export').first();
  const csv = readFileSync(await (await saved(page, menu, 'CSV, complete')).path());
  let lines = 0;
  for (const byte of csv) if (byte === 0x0a) lines++;
  expect(lines).toBe(SAMPLES + 1);
  await context.close();
});

describe('tables', () => {
  test('Runs exports every run that matches, with all its columns', async () => {
    for (const filter of ['', 'project:bert-fr']) {
      const { total } = told<Listed>(dashboard, 'ls', ...(filter === '' ? [] : [`--filter=${filter}`]));
      const { page, context } = await dashboard.open(`/runs?q=${encodeURIComponent(filter)}`);
      await settled(page);
      await page.waitForSelector('table tbody tr');
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: /CSV/ }).first().click(),
      ]);
      const [head, ...rows] = recordsOf(await textOf(download));
      expect(rows.length).toBe(total);
      expect(head?.some((name) => /energy/.test(name))).toBe(true);
      // What a spreadsheet would take for a formula begins with an apostrophe.
      const formulas = rows.flat().filter((cell) => /^[=+@]/.test(cell) && Number.isNaN(Number(cell)));
      expect(formulas).toEqual([]);
      await context.close();
    }
  });

  test('Waste exports every part that was wasted', async () => {
    const { items } = told<{ items: unknown[] }>(dashboard, 'waste');
    const { page, context } = await dashboard.open('/waste');
    await settled(page);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /as CSV/ }).click(),
    ]);
    expect(recordsOf(await textOf(download)).length - 1).toBe(items.length);
    await context.close();
  });
});
