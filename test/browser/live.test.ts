import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Dashboard, openDashboard } from './dashboard.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const LAUNCHER = fileURLToPath(new URL('../../bin/joulebook', import.meta.url));
const NAME = '<img src=x onerror=alert(1)>';

let folder: string;
let dashboard: Dashboard;
let endRun = async (): Promise<void> => undefined;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'joulebook-live-page-'));
  dashboard = await openDashboard(folder);
});
afterAll(async () => {
  await endRun(); // it writes into the folder that is removed
  await dashboard.close();
});

async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(AXE);
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run: () => Promise<{ violations: { id: string; nodes: { target: string[] }[] }[] }> };
    };
    return (await axe.run()).violations.map(({ id, nodes }) => [id, nodes[0]?.target.join(' ')]);
  });
  expect(found).toEqual([]);
}

test('a run appears, its energy grows, and it is kept when the server goes', async () => {
  const { page, context, faults } = await dashboard.open('live', { theme: 'light' });
  await page.waitForSelector('.no-live');
  await expectAccessible(page);
  const run = spawn(LAUNCHER, ['run', '--name', NAME, '--', 'sleep', '300'], {
    cwd: folder,
    env: { ...process.env, JOULEBOOK_REGISTRY: folder },
    stdio: 'ignore',
  });
  const ended = new Promise<void>((done) => void run.once('exit', () => done()));
  endRun = async () => {
    run.kill('SIGINT');
    await ended;
  };
  await page.waitForSelector('.live-run');
  await expect.poll(() => page.textContent('.live-run h2')).toBe(NAME);
  const samples = (): Promise<number> =>
    page.$eval('.live-run .spark .mean', (path) => (path.getAttribute('d') ?? '').split('L').length);
  await expect.poll(samples).toBeGreaterThan(3);
  await expect.poll(() => page.textContent('.live-status')).toContain('1 running');
  await expectAccessible(page);

  // The chart by keyboard: its points are said, its table is there.
  await page.focus('figure.chart .plot');
  await page.keyboard.press('End');
  await expect.poll(() => page.textContent('figure.chart > [role="status"]')).toMatch(/now: .* W/);
  await page.keyboard.press('t');
  await page.waitForSelector('figure.chart table');
  expect(faults).toEqual([]);

  const dark = await dashboard.open('live', { theme: 'dark', width: 390 });
  await dark.page.waitForSelector('.live-run');
  await expectAccessible(dark.page);
  const overflow = await dark.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  await dark.context.close();

  dashboard.server.kill('SIGKILL');
  await expect
    .poll(() => page.textContent('.live-status .gone'))
    .toMatch(/does not answer.*as of \d\d:\d\d/s);
  expect(await page.textContent('.live-run h2')).toBe(NAME);
  await context.close();
});
