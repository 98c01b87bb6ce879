import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressOf, type Dashboard, openDashboard } from './dashboard.ts';
import { settled } from './settled.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const JOULEBOOK = fileURLToPath(new URL('../../bin/joulebook', import.meta.url));
const TRAIN = `echo '{"epoch":1,"score":'$1'}' >> "$JOULEBOOK_REPORT_FILE"`;
const WORDS = '--name tiny --param lr=0.01..1:log --param opt=a,b --metric score:max --budget 8trials'.split(
  ' ',
);

let dashboard: Dashboard;
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'joulebook-browser-'));
  const command = ['--', 'sh', '-c', TRAIN, 'train', '{lr}', '{opt}'];
  const made = spawnSync(JOULEBOOK, ['search', '--book', '.joulebook', ...WORDS, ...command], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, JOULEBOOK_NODE: process.execPath },
  });
  if (made.status !== 0) throw new Error(made.stderr);
  dashboard = await openDashboard(folder);
});
afterAll(async () => dashboard.close());

test('a newcomer comes from the list to the frontier of a search by two clicks', async () => {
  const { page, context, faults } = await dashboard.open('/studies');
  await page.click('table a:has-text("tiny")');
  await page.waitForSelector('.tabs');
  await page.click('.tabs a:has-text("Frontier")');
  await page.waitForSelector('#frontier-title');
  await expect
    .poll(() => page.textContent('#frontier-sentence'))
    .toMatch(/of 8 trials (is|are) on the frontier/);
  await page.click('a:has-text("on the Frontier page")');
  await page.waitForFunction(
    () => location.pathname.endsWith('/frontier') && location.search.includes('parent'),
  );
  await expect.poll(() => page.textContent('#frontier-title')).toBe('score against energy');
  await settled(page);
  expect(faults).toEqual([]);
  await context.close();
});

test('axes are moved and turned by keys, and a range keeps trials; all of it stands in the address', async () => {
  const { page, context } = await dashboard.open('/studies/tiny?tab=parameters');
  await page.waitForSelector('.axis-name');
  await settled(page);
  const names = (): Promise<string[]> =>
    page.$$eval('.axis-name', (all) => all.map((one) => one.textContent ?? ''));
  expect((await names())[0]).toMatch(/^lr/);
  await page.focus('.axis-name');
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => !document.querySelector('.axis-name')?.textContent?.startsWith('lr'));
  await page.keyboard.press('f');
  await page.waitForFunction(() => location.search.includes('flip='));
  const strip = await page.locator('.axis-strip').last().boundingBox();
  if (strip === null) throw new Error('no axis');
  await page.mouse.move(strip.x + strip.width / 2, strip.y + 2);
  await page.mouse.down();
  await page.mouse.move(strip.x + strip.width / 2, strip.y + strip.height / 2);
  await page.mouse.up();
  await page.waitForSelector('h2:has-text("Trials that the ranges keep")');
  await addressOf(page); // the range as it was let go
  const kept = await page.textContent('#parallel-sentence');
  expect(kept).toMatch(/^\d of 8 trials are kept/);
  const order = await names();
  await page.reload();
  await page.waitForSelector('h2:has-text("Trials that the ranges keep")');
  await expect.poll(() => page.textContent('#parallel-sentence')).toBe(kept);
  await expect.poll(names).toEqual(order);
  await context.close();
});

test('a trial is explained where it is opened, and closed by Escape', async () => {
  const { page, context } = await dashboard.open('/studies/tiny?tab=trials');
  await page.click('table.trials a[aria-label="Trial 3, explain"]');
  await page.waitForSelector('.panel li');
  await expect.poll(() => page.textContent('.panel')).toContain('Trial 3 of tiny: lr=');
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.querySelector('.panel') === null);
  await context.close();
});

test.each(['light', 'dark'] as const)(
  'no tab has a fault that axe finds (%s), and each fits a phone',
  async (theme) => {
    for (const path of [
      '/studies',
      ...['summary', 'frontier', 'parameters', 'trials'].map((tab) => `/studies/tiny?tab=${tab}&trial=1`),
    ]) {
      const { page, context, faults } = await dashboard.open(path, { theme, width: 390, height: 800 });
      await page.waitForSelector('main table, main figure');
      await settled(page);
      await page.evaluate(AXE);
      const found = await page.evaluate(async () => {
        const { axe } = window as unknown as {
          axe: { run: () => Promise<{ violations: { id: string; nodes: { target: string[] }[] }[] }> };
        };
        return (await axe.run()).violations.map(({ id, nodes }) => [
          id,
          ...nodes.slice(0, 3).flatMap(({ target }) => target),
        ]);
      });
      expect(found, path).toEqual([]);
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(wide, path).toBeLessThanOrEqual(0);
      expect(faults).toEqual([]);
      await context.close();
    }
  },
);
