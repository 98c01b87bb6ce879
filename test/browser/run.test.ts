import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addressOf, type Dashboard, openDashboard, seededFolder } from './dashboard.ts';
import { settled } from './settled.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const JOULEBOOK = fileURLToPath(new URL('../../bin/joulebook', import.meta.url));
const VIEWS = [
  '/runs/@prev',
  '/runs/@prev?tables=flow,components,stages',
  '/runs/@prev?tab=power',
  '/runs/@prev?tab=power&x=epoch&y=cpu&tables=beside',
  '/runs/@prev?tab=epochs',
  '/runs/@prev?tab=grid',
  '/runs/@prev?tab=method',
  '/runs/@prev?tab=params&against=@last',
  '/runs/nobody',
  '/compare',
  '/compare?ids=@last,@prev,@-3',
];

let dashboard: Dashboard;
/** The longest run that went well, and the next. */
let long: string;
let next: string;
beforeAll(async () => {
  const folder = seededFolder('--runs', '20', '--hostile');
  const words = ['ls', '--ids', '--limit', '2', '--sort', '-duration', 'state:ok', 'energy<100kWh'];
  const listed = spawnSync(JOULEBOOK, words, { cwd: folder, encoding: 'utf8' });
  [long = '', next = ''] = listed.stdout.split('\n');
  dashboard = await openDashboard(folder);
});
afterAll(() => dashboard.close());

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  test.each(VIEWS)('%s has no fault that axe finds', async (path) => {
    const { page, context, faults } = await dashboard.open(path, { theme });
    await settled(page);
    await page.evaluate(AXE);
    const told = await page.evaluate(async () => {
      const { axe } = window as unknown as {
        axe: { run: () => Promise<{ violations: { id: string; nodes: { target: string[] }[] }[] }> };
      };
      const { violations } = await axe.run();
      return violations.map(({ id, nodes }) => [
        id,
        ...nodes.slice(0, 3).map(({ target }) => target.join(' ')),
      ]);
    });
    expect(told).toEqual([]);
    expect(faults.filter((fault) => !fault.includes('404'))).toEqual([]);
    await context.close();
  });
});

test.each(VIEWS)('%s fits a window of 320 pixels', async (path) => {
  const { page, context } = await dashboard.open(path, { width: 320, height: 800 });
  await settled(page);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(over).toBeLessThanOrEqual(0);
  await context.close();
});

describe('power over time', () => {
  test('is gone through, zoomed and shown as a table by keys, and the address keeps what is seen', async () => {
    const { page, context } = await dashboard.open(`/runs/${long}?tab=power`);
    await page.waitForFunction(() => performance.getEntriesByName('power-drawn').length > 0);
    await settled(page);
    const plot = page.locator('figure.chart .plot').first();
    await plot.focus();
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() =>
      [...document.querySelectorAll('figure.chart [role="status"]')].some((one) =>
        / W/.test(one.textContent ?? ''),
      ),
    );
    await page.waitForSelector('figure.chart .tooltip');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.querySelector('figure.chart .tooltip') === null);
    await page.keyboard.press('+');
    await page.waitForFunction(() => /[?&]z=[\d.]+(~|%7E)[\d.]+/.test(location.search));
    await page.waitForFunction(() => document.body.textContent?.includes('in the run; here') === true);
    await page.keyboard.press('t');
    await page.waitForSelector('figure.chart table');
    await settled(page); // what is asked for finer is there
    const sentence = await page.locator('figure.chart figcaption p').first().innerText();
    const address = (await addressOf(page)).href;
    await page.goto('about:blank');
    await page.goto(address);
    await page.waitForSelector('figure.chart table');
    await expect.poll(() => page.locator('figure.chart figcaption p').first().innerText()).toBe(sentence);
    await settled(page);
    await page.locator('figure.chart .plot').first().focus();
    await page.keyboard.press('0');
    await page.waitForFunction(() => !location.search.includes('z='));
    await context.close();
  });

  test('is zoomed by the wheel about the pointer', async () => {
    const { page, context } = await dashboard.open(`/runs/${long}?tab=power`);
    await page.waitForFunction(() => performance.getEntriesByName('power-drawn').length > 0);
    await settled(page);
    const box = await page.locator('.u-over').first().boundingBox();
    if (box === null) throw new Error('there is no plot');
    await page.mouse.move(box.x + box.width / 2, box.y + 30);
    await page.mouse.wheel(0, -400);
    await page.waitForFunction(() => location.search.includes('z='));
    await context.close();
  });

  test('is exported whole: every sample, and a drawing that stands alone', async () => {
    const { page, context } = await dashboard.open(`/runs/${long}?tab=power`);
    await page.waitForFunction(() => performance.getEntriesByName('power-drawn').length > 0);
    await settled(page);
    const saved = async (label: string): Promise<string> => {
      await page.locator('figure.chart summary').first().click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.locator('figure.chart .menu').first().getByText(label, { exact: true }).click(),
      ]);
      return readFileSync(await download.path(), 'utf8');
    };
    const svg = await saved('SVG');
    expect(svg).toMatch(/^<svg /);
    expect(svg).not.toContain('var(--');
    expect(svg).toContain('joulebook 0.1.0');
    const csv = await saved('CSV, complete');
    const samples = /([\d\u202f]+) samples/.exec(
      await page.locator('.chart-source').first().innerText(),
    )?.[1];
    expect(csv.trimEnd().split('\r\n')).toHaveLength(Number(samples?.replaceAll(/\D/g, '')) + 1);
    await context.close();
  });
});

test('the plots go along epochs, with a third beside them that shares their cursor', async () => {
  const { page, context, faults } = await dashboard.open(`/runs/${long}?tab=power`);
  await page.getByLabel('epoch', { exact: true }).check();
  await page.waitForFunction(() => location.search.includes('x=epoch'));
  await expect.poll(() => page.getByLabel('step', { exact: true }).isDisabled()).toBe(true);
  await page.waitForSelector('text=The run reported no steps');
  await page.getByLabel('Third plot').selectOption('cpu');
  const third = page.locator('figure.chart', { has: page.getByRole('heading', { name: 'CPU use' }) });
  await third.locator('canvas').waitFor();
  await settled(page);
  await page.locator('figure.chart .plot').first().focus();
  await page.keyboard.press('ArrowRight');
  await third.locator('.tooltip').waitFor();
  await page.waitForFunction(() =>
    /^epoch \d/.test(document.querySelector('figure.chart .tooltip')?.textContent ?? ''),
  );
  await page.keyboard.press('+');
  await page.waitForFunction(() => location.search.includes('z='));
  expect(faults).toEqual([]);
  await context.close();
});

test('what to do next, and why no other hour is known, are said', async () => {
  const { page, context } = await dashboard.open(`/runs/${long}`);
  await page.waitForSelector('#next');
  await page.waitForSelector('text=/none of its energy was wasted|would have saved| wasted: /');
  await page.click('#tab-grid');
  await page.waitForSelector('text=No other hours to begin at');
  await page.waitForSelector('text=joulebook config set grid-source');
  await context.close();
});

test('tabs are gone through by arrow keys, and Back goes back', async () => {
  const { page, context } = await dashboard.open(`/runs/${long}`);
  await page.waitForSelector('#tab-summary');
  await settled(page);
  await page.focus('#tab-summary');
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(() => location.search.includes('tab=power'));
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('tab-power');
  await page.goBack();
  await page.waitForSelector('#tab-summary[aria-selected="true"]');
  await context.close();
});

test('markup in the name of a run is text', async () => {
  const { page, context } = await dashboard.open('/runs/%3Cscript%3Ealert(1)%3C%2Fscript%3E');
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await settled(page);
  expect(await page.locator('h1').innerText()).toContain('<script>alert(1)</script>');
  expect(dialogs).toEqual([]);
  await context.close();
});

test('what is shown of two runs is what `compare` says of them', async () => {
  const { page, context } = await dashboard.open(`/compare?ids=${long},${next}`);
  await page.waitForSelector('.compare tbody tr');
  const row = page.locator('.compare tbody tr', { has: page.locator('th', { hasText: /^energy$/ }) });
  await expect.poll(() => row.innerText()).toMatch(/\d/);
  await expect.poll(() => row.innerText()).toMatch(/clear/);
  await page.getByLabel(/Also what is the same/).check();
  await page.waitForFunction(() => location.search.includes('rows=all'));
  await context.close();
});

test('a run that is alive is shown as it goes on, and its end too', async () => {
  let run: ChildProcess | undefined;
  try {
    const book = join(dashboard.folder, '.joulebook');
    run = spawn(
      JOULEBOOK,
      ['run', '-q', '--name', 'alive', '--interval', '0.5', '--book', book, '--', 'sleep', '600'],
      {
        cwd: dashboard.folder,
        env: { ...process.env, JOULEBOOK_NODE: process.execPath },
        stdio: 'ignore',
      },
    );
    const { page, context } = await dashboard.open('/');
    // Known, and measured already. `waitForFunction` takes a promise for an answer.
    await expect
      .poll(() =>
        page.evaluate(async () => {
          const response = await fetch('api/runs/alive');
          if (!response.ok) return false;
          const { data } = (await response.json()) as { data: { state: string; samples: number } };
          return data.state === 'running' && data.samples > 0;
        }),
      )
      .toBe(true);
    await page.goto(`${dashboard.url}runs/alive?tab=power`);
    await page.waitForSelector('.state-running');
    const text = (): Promise<string> => page.locator('.tiles').innerText();
    const first = await text();
    await page.waitForFunction((before) => {
      const now = document.querySelector<HTMLElement>('.tiles')?.innerText;
      return now !== undefined && now !== before;
    }, first);
    run.kill('SIGINT');
    await page.waitForSelector('.state-interrupted');
    await context.close();
  } finally {
    run?.kill('SIGKILL');
  }
});
