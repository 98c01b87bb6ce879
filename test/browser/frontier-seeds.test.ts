import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { costAxis } from '../../src/report/frontier/cost-axis.ts';
import type { FrontierPoint } from '../../src/report/frontier/frontier-points.ts';
import { costText, qualityText } from '../../src/report/frontier/frontier-words.ts';
import { addressOf, type Dashboard, openDashboard } from './dashboard.ts';
import { seedsFolder } from './seeds-folder.ts';
import { settled } from './settled.ts';

const LAUNCHER = fileURLToPath(new URL('../../bin/joulebook', import.meta.url));
const CHART = 'figure.chart .layers canvas';

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await openDashboard(seedsFolder({ configurations: 8, alone: 12 }));
});
afterAll(async () => dashboard.close());

interface Said {
  readonly total: number;
  readonly points: readonly {
    readonly name: string;
    readonly state: string;
    readonly runs: readonly string[];
    readonly seeds: number;
    readonly quality: { readonly value: number; readonly se: number | null };
    readonly cost: {
      readonly value: number;
      readonly low: number | null;
      readonly high: number | null;
      readonly se: number | null;
    };
    readonly onFrontier: boolean;
  }[];
}

/** What `joulebook frontier --json` says. */
function said(...words: readonly string[]): Said {
  const { stdout, stderr } = spawnSync(LAUNCHER, ['frontier', ...words, '--json'], {
    cwd: dashboard.folder,
    encoding: 'utf8',
    env: { ...process.env, JOULEBOOK_NODE: process.execPath },
  });
  expect(stderr).toBe('');
  return (JSON.parse(stdout) as { data: Said }).data;
}

/** The rows of the table twin that an answer of the command would have. */
function rowsOf({ points }: Said, key: 'energy' | 'co2' | 'time', isMean: boolean): readonly string[][] {
  return points.map(({ name, state, runs, seeds, quality, cost, onFrontier }) => {
    const point = {
      quality: quality.value,
      cost: cost.value,
      low: cost.low,
      high: cost.high,
      ...(isMean ? { spread: { n: seeds, runs, costSe: cost.se, qualitySe: quality.se } } : {}),
    } as FrontierPoint;
    return [
      name,
      qualityText(point),
      costText(point, costAxis(key, '')),
      ...(isMean ? [String(seeds)] : []),
      state,
      onFrontier ? 'yes' : '',
    ];
  });
}

test.each([
  ['', [], 'energy'],
  ['&q=accuracy<0.6', ['accuracy<0.6'], 'energy'],
  ['&p=speech', ['project:speech'], 'energy'],
  ['&q=state:failed&unfinished=1', ['--unfinished', 'state:failed'], 'energy'],
  ['&seeds=together', ['--seeds', 'together'], 'energy'],
  ['&seeds=together&q=param.lr<0.05', ['--seeds', 'together', 'param.lr<0.05'], 'energy'],
  ['&seeds=together&x=time&log=0', ['--seeds=together', '--against=time', '--linear'], 'time'],
  ['&x=co2', ['--against=co2'], 'co2'],
] as const)('the page says with %j what the command says', async (view, words, key) => {
  const { page, context, faults } = await dashboard.open(`/frontier?tables=frontier${view}`);
  await page.waitForSelector(CHART);
  await settled(page);
  if ((await page.$('figure.chart table')) === null)
    await page.click('figure.chart button[title="Table (t)"]');
  const answer = said(...words);
  expect(answer.points.length).toBeGreaterThan(1);
  const rows = rowsOf(answer, key, view.includes('seeds=together'));
  // Until its columns are there a filter shows what was there before.
  const shown = (): Promise<string[][]> =>
    page.$$eval('figure.chart table tbody tr', (all) =>
      all.map((row) => [...row.children].map((cell) => cell.textContent ?? '')),
    );
  await expect.poll(shown).toEqual(rows);
  expect(faults).toEqual([]);
  await context.close();
});

test('a filter that is typed is applied here: nothing is asked of the server', async () => {
  const { page, context } = await dashboard.open('/frontier');
  await page.waitForSelector(CHART);
  await page.fill('#filter', 'state:ok');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => location.search.includes('state'));
  await settled(page);
  const before = await page.textContent('figure.chart figcaption p');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.fill('#filter', 'state:ok energy<5Wh');
  await page.keyboard.press('Enter');
  await page.waitForFunction(
    (text) => document.querySelector('figure.chart figcaption p')?.textContent !== text,
    before,
  );
  await settled(page);
  expect(asked.filter((url) => url.includes('/api/'))).toEqual([]);
  await context.close();
});

test('the seeds stand together by a switch that the address keeps, and lead to their comparison', async () => {
  const { page, context } = await dashboard.open('/frontier?p=digits');
  await page.waitForSelector(CHART);
  await page.selectOption('.controls select:has(option[value="together"])', 'together');
  await page.waitForFunction(() => location.search.includes('seeds=together'));
  await page.getByText('of 8 configurations (').waitFor();
  await settled(page);
  await page.focus('figure.chart .plot');
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => /seeds/.test(document.querySelector('.tooltip')?.textContent ?? ''));
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/compare\?ids=[0-9A-Z]{26}/);
  await context.close();
});

test('zooms by keys, wheel and a box, which the address keeps; 0 shows all again', async () => {
  const { page, context } = await dashboard.open('/frontier?p=digits');
  await page.waitForSelector(CHART);
  await settled(page); // nothing moves what the pointer goes to
  const zoom = (): Promise<string | null> =>
    page.evaluate(() => new URL(location.href).searchParams.get('z'));
  const until = (is: boolean) =>
    page.waitForFunction((wanted) => location.search.includes('z=') === wanted, is);
  await page.focus('figure.chart .plot');
  await page.keyboard.press('+');
  await until(true);
  const closer = await zoom();
  await page.keyboard.press('Shift+ArrowLeft');
  await page.waitForFunction((z) => new URL(location.href).searchParams.get('z') !== z, closer);
  await page.getByText('Zoomed in:').waitFor();
  await page.keyboard.press('0');
  await until(false);
  const box = await page.locator('figure.chart .layers').boundingBox();
  if (box === null) throw new Error('no plot');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.wheel(0, -300);
  await until(true);
  await page.click('figure.chart button[title="All of it (0)"]');
  await until(false);
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.8, box.y + box.height * 0.7, { steps: 4 });
  await page.mouse.up();
  await until(true);
  expect((await addressOf(page)).href).not.toContain('/runs/'); // the drag opened nothing
  await page.getByText('Zoomed in:').waitFor();
  const shown = await page.textContent('figure.chart .chart-source');
  await page.reload();
  await page.waitForSelector(CHART);
  await expect.poll(() => page.textContent('figure.chart .chart-source')).toBe(shown);
  await context.close();
});
