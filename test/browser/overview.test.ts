import { mkdtempSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { printEnergy } from '../../src/units/format.ts';
import { addressOf, type Dashboard, openDashboard, seededFolder } from './dashboard.ts';
import { settled } from './settled.ts';

const LAUNCHER = join(fileURLToPath(new URL('../..', import.meta.url)), 'bin/joulebook');

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await openDashboard(seededFolder('--runs', '80', '--budget'));
});
afterAll(() => dashboard.close());

interface Record {
  readonly parentId?: string;
  readonly energy: { readonly wall: { readonly attributed: { readonly value: number | null } } };
}

test('the tile says what the runs of the period used in all', async () => {
  const { page, context } = await dashboard.open('/?t=-3650d');
  await page.waitForFunction(() => performance.getEntriesByName('first-chart').length > 0);
  const said = spawnSync(LAUNCHER, ['ls', '--json', 'start>=-3650d'], {
    cwd: dashboard.folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const { runs } = (JSON.parse(said.stdout) as { data: { runs: readonly Record[] } }).data;
  const roots = runs.filter(({ parentId }) => parentId === undefined);
  const joules = roots.reduce((sum, { energy }) => sum + (energy.wall.attributed.value ?? 0), 0);
  await expect.poll(() => page.textContent('.tile-value')).toBe(printEnergy(joules));
  await context.close();
});

test('a day of the chart leads to its runs, by keys alone', async () => {
  const { page, context } = await dashboard.open('/');
  const plot = page.locator('figure[aria-labelledby="days-title"] .plot');
  await settled(page);
  await plot.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/runs\?/);
  expect((await addressOf(page)).searchParams.get('t')).toMatch(/^(\d{4}-\d\d-\d\d)\.\.\1$/);
  await context.close();
});

test('a stretch of days is marked with Shift and looked at with Enter', async () => {
  const { page, context } = await dashboard.open('/');
  const plot = page.locator('figure[aria-labelledby="days-title"] .plot');
  await settled(page);
  await plot.focus();
  await page.keyboard.press('End');
  for (let n = 0; n < 3; n++) await page.keyboard.press('Shift+ArrowLeft');
  await expect.poll(() => plot.locator('.stretch').count()).toBe(1);
  await page.keyboard.press('Escape');
  await expect.poll(() => plot.locator('.stretch').count()).toBe(0);
  for (let n = 0; n < 2; n++) await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Enter');
  await page.waitForURL(/[?&]t=/);
  const [from = '', to = ''] = (await addressOf(page)).searchParams.get('t')?.split('..') ?? [];
  expect((Date.parse(to) - Date.parse(from)) / 86_400_000).toBe(2);
  await expect.poll(() => page.locator('select[aria-label="Time range"]').inputValue()).toBe('dates');
  await page.goBack();
  await expect.poll(async () => (await addressOf(page)).searchParams.get('t')).toBeNull();
  await context.close();
});

test('a drag across days sets the time range, and a click on one lists its runs', async () => {
  const { page, context } = await dashboard.open('/');
  const layer = page.locator('figure[aria-labelledby="days-title"] .spots');
  await settled(page); // nothing moves what the pointer goes to
  const { x, y, width, height } = (await layer.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const middle = y + height / 2;
  await page.mouse.move(x + width * 0.4, middle);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.5, middle);
  await page.mouse.move(x + width * 0.6, middle);
  await expect.poll(() => layer.locator('.stretch').count()).toBe(1);
  await page.mouse.up();
  await page.waitForURL(/[?&]t=/);
  const [from = '', to = ''] = (await addressOf(page)).searchParams.get('t')?.split('..') ?? [];
  expect((Date.parse(to) - Date.parse(from)) / 86_400_000).toBeGreaterThan(3);
  await page.getByText(`${from} to ${to}`).waitFor();
  await settled(page);
  await layer.click();
  await page.waitForURL(/\/runs\?/);
  expect((await addressOf(page)).searchParams.get('t')).toMatch(/^(\d{4}-\d\d-\d\d)\.\.\1$/);
  await context.close();
});

test('a click on a day of the calendar lists its runs', async () => {
  const { page, context } = await dashboard.open('/');
  const plot = page.locator('figure[aria-labelledby="year-title"] .plot');
  await settled(page);
  await plot.focus();
  await page.keyboard.press('End');
  const here = plot.locator('.here');
  const [x, y] = [Number(await here.getAttribute('x')), Number(await here.getAttribute('y'))];
  await plot.locator('.spots').click({ position: { x: x + 4, y: y + 4 } });
  await page.waitForURL(/\/runs\?/);
  expect((await addressOf(page)).searchParams.get('t')).toMatch(/^(\d{4}-\d\d-\d\d)\.\.\1$/);
  await page.waitForSelector('.run-row, [role="row"], tbody tr');
  await context.close();
});

test('an empty book says how to begin, and is no error', async () => {
  const empty = await openDashboard(mkdtempSync(join(tmpdir(), 'joulebook-browser-')));
  for (const path of ['/', '/runs']) {
    const { page, context, faults } = await empty.open(path);
    await page.waitForSelector('.no-runs .drop');
    await settled(page);
    expect(await page.locator('.first-commands code').count()).toBe(3);
    expect(faults).toEqual([]);
    await context.close();
  }
  await empty.close();
});

test('sample data fills an empty book, says on every page what it is, and is removed again', async () => {
  const empty = await openDashboard(mkdtempSync(join(tmpdir(), 'joulebook-browser-')));
  const { page, context, faults } = await empty.open('/');
  await page.getByRole('button', { name: 'Load sample data' }).click();
  await page.locator('figure[aria-labelledby="days-title"]').waitFor();
  const note = page.getByRole('complementary', { name: 'Sample data' });
  await note.getByText(/never happened/).waitFor();
  await settled(page);
  await page.goto(`${empty.url}frontier`);
  await note.getByText(/never happened/).waitFor();
  await page.locator('figure.chart').first().waitFor();
  await settled(page);
  await note.getByRole('button', { name: 'Remove the sample' }).click();
  await note.waitFor({ state: 'detached' });
  await page.getByText('No runs yet').waitFor();
  await page.waitForSelector('.no-runs .drop');
  expect(faults).toEqual([]);
  await context.close();
  await empty.close();
});

test('a file that is dropped on an empty book is looked at first, then taken in', async () => {
  const empty = await openDashboard(mkdtempSync(join(tmpdir(), 'joulebook-browser-')));
  const { page, context } = await empty.open('/');
  const header = 'timestamp,project_name,run_id,duration,emissions,energy_consumed,country_iso_code';
  const csv = `${header}\n2026-11-01T10:00:00,old,a1,60,0.01,0.05,FRA\n`;
  await page.locator('.no-runs .drop input').setInputFiles({
    name: 'emissions.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(csv),
  });
  await page.getByText('1 would come in').waitFor();
  await page.getByRole('button', { name: 'Take in this run' }).click();
  await page.getByText('1 came in').waitFor();
  await page.getByRole('button', { name: 'Look again' }).click();
  await page.locator('figure[aria-labelledby="days-title"]').waitFor();
  await context.close();
  await empty.close();
});
