import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { printIntensity } from '../../src/units/format.ts';
import {
  answer,
  electricityMapsService,
  type FakeService,
  serve,
  TOKEN,
  truth,
} from '../grid/live/fake-services.ts';
import { type Dashboard, openDashboard } from './dashboard.ts';
import { settled } from './settled.ts';

const HOUR = 3_600_000;

let service: FakeService;
let dashboard: Dashboard;
beforeAll(async () => {
  service = await serve(electricityMapsService);
  const folder = mkdtempSync(join(tmpdir(), 'joulebook-grid-'));
  dashboard = await openDashboard(folder, {
    env: {
      HOME: folder,
      XDG_CACHE_HOME: join(folder, 'cache'),
      JOULEBOOK_REGION: 'FR',
      JOULEBOOK_GRID_SOURCE: 'electricity-maps',
      JOULEBOOK_GRID_URL: service.url,
      // The page asks for twice as long: enough for a busy machine's answers, and to see that it is asking.
      JOULEBOOK_GRID_WAIT: '8s',
      ELECTRICITYMAPS_TOKEN: TOKEN,
    },
  });
});
afterEach(() => {
  service.instead = undefined;
});
afterAll(async () => {
  await dashboard.close();
  await service.close();
});

const textOf = async (page: Page): Promise<string> => (await page.textContent('main')) ?? '';
const askAgain = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Ask again' }).click();
  await page.getByRole('button', { name: 'Ask again' }).waitFor();
};

describe('the grid page with a live source', () => {
  test('shows its hours, how old the newest is, and what is ahead with a band, and exports them whole', async () => {
    const { page, context, faults } = await dashboard.open('/grid');
    await page.waitForSelector('.live-source strong');
    await settled(page);
    const hour = Math.floor(Date.now() / HOUR) * HOUR;
    const words = await textOf(page);
    expect(words).toMatch(/Live: Electricity Maps, zone FR, average, life-cycle/);
    expect(words).toMatch(/begun [\dhms. ]+ ago: /);
    const newest = [hour, hour - HOUR].map((ms) => printIntensity(truth(ms)));
    expect(newest.some((text) => words.includes(text))).toBe(true);
    expect(words).toContain('gives no interval with its forecast');

    const chart = page.locator('figure', { hasText: 'The next hours' });
    await chart.locator('summary', { hasText: 'Export' }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      chart.getByRole('button', { name: 'CSV, complete' }).click(),
    ]);
    const [head, ...rows] = readFileSync(await file.path(), 'utf8')
      .trimEnd()
      .split('\r\n');
    expect(head).toBe('hour_utc,g_per_kwh,low_g_per_kwh,high_g_per_kwh');
    expect(rows.length).toBeGreaterThanOrEqual(47);
    for (const row of rows) {
      const [at = '', ...figures] = row.split(',');
      const [value = 0, low = 0, high = 0] = figures.map(Number);
      expect(value).toBe(truth(Date.parse(at)));
      expect(low).toBeLessThan(value);
      expect(high).toBeGreaterThan(value);
    }
    // Further ahead less is known.
    const width = (row = ''): number => Number(row.split(',')[3]) / Number(row.split(',')[1]);
    expect(width(rows.at(-1))).toBeGreaterThan(width(rows[0]));
    expect(faults).toEqual([]);
    await context.close();
  });

  test('keeps showing what was told, with its age and why no more came, while the source is down', async () => {
    const { page, context } = await dashboard.open('/grid');
    await page.waitForSelector('.live-source strong');
    service.instead = (_, request) => {
      request.socket.destroy();
      return true;
    };
    await askAgain(page);
    await page.getByText('No forecast').waitFor();
    await settled(page);
    const words = await textOf(page);
    expect(words).toMatch(/Electricity Maps gives no carbon intensity for FR.*it hung up/);
    expect(words).toMatch(/Newest hour: /);
    expect(words).toMatch(/FR by hour and day/);
    service.instead = undefined;
    await askAgain(page);
    await page.locator('figure', { hasText: 'The next hours' }).waitFor();
    await context.close();
  });

  test('does not wait for a slow source with what is known without it', async () => {
    service.instead = () => true; // and never answers
    const { page, context } = await dashboard.open('/grid');
    await page.getByText('over the year').waitFor();
    await page.getByText('Asking the live source').waitFor();
    await page.waitForSelector('.live-source');
    await expect.poll(() => textOf(page)).toMatch(/Electricity Maps gives no carbon intensity for FR/);
    await context.close();
  });

  test('leaves a source alone for as long as it asks to be', async () => {
    service.instead = (_, __, response) => {
      response.setHeader('retry-after', '300');
      answer(response, { error: 'too many requests' }, 429);
      return true;
    };
    const { page, context } = await dashboard.open('/grid');
    await page.waitForSelector('.live-source');
    await settled(page);
    expect(await textOf(page)).toMatch(/429|too many|not to be asked/i);
    const asked = service.asked.length;
    service.instead = undefined;
    await askAgain(page);
    await expect.poll(() => textOf(page)).toMatch(/asks not to be asked again for \d+ s/);
    await settled(page);
    expect(service.asked.length).toBe(asked);
    expect(await textOf(page)).toMatch(/Newest hour: /);
    await context.close();
  });
});
