import { spawnSync } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressOf, type Dashboard, openDashboard, seededFolder } from './dashboard.ts';
import { settled } from './settled.ts';

const LAUNCHER = join(fileURLToPath(new URL('../..', import.meta.url)), 'bin/joulebook');

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await openDashboard(seededFolder('--runs', '120', '--hostile'));
});
afterAll(() => dashboard.close());

interface Listed {
  readonly data: { readonly runs: readonly { readonly id: string; readonly name: string }[] };
}

/** What the command lists. */
function ls(...words: readonly string[]): Listed['data']['runs'] {
  const said = spawnSync(LAUNCHER, ['ls', '--json', ...words], {
    cwd: dashboard.folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return (JSON.parse(said.stdout) as Listed).data.runs;
}

async function usable(page: Page): Promise<void> {
  await page.waitForFunction(() => performance.getEntriesByName('table-usable').length > 0);
}

/** The short ids of the rows that are seen. */
async function rows(page: Page): Promise<readonly string[]> {
  return page.$$eval('table.runs tbody th a', (links) =>
    links.map((link) => new URL((link as HTMLAnchorElement).href).pathname.split('/').at(-1) ?? ''),
  );
}

const short = ({ id }: { readonly id: string }): string => id.slice(-6).toLowerCase();

async function showsAs(page: Page, ...words: readonly string[]): Promise<void> {
  const expected = ls(...words).map(short);
  await expect.poll(async () => (await rows(page)).slice(0, 15)).toEqual(expected.slice(0, 15));
  await expect.poll(() => page.textContent('.runs-footer')).toMatch(new RegExp(`: ?${expected.length} run`));
}

test('the table lists, filters and sorts as joulebook ls does', async () => {
  const { page, context, faults } = await dashboard.open('/runs');
  await usable(page);
  await showsAs(page);
  await page.fill('#filter', 'state:ok energy>100Wh');
  await page.keyboard.press('Enter');
  await showsAs(page, 'state:ok energy>100Wh');
  await page.click('thead th:has-text("energy") button');
  await showsAs(page, 'state:ok energy>100Wh', '--sort=-energy');
  await addressOf(page); // Back goes from an address that is written
  await page.goBack();
  await showsAs(page, 'state:ok energy>100Wh');
  expect(faults).toEqual([]);
  await context.close();
});

test('a view is an address: opened anew it shows the same', async () => {
  const { page, context } = await dashboard.open(
    '/runs?q=project%3Adigits&s=energy&c=state,energy,metric.acc',
  );
  await usable(page);
  await showsAs(page, 'project:digits', '--sort=energy');
  const heads = (): Promise<(string | undefined)[]> =>
    page.$$eval('table.runs thead th', (all) => all.map((th) => th.textContent?.trim()));
  await expect
    .poll(async () => (await heads()).slice(1).map((text) => text?.replace(/ ?[▲▼].*/, '')))
    .toEqual(['name', 'state', 'energy', 'acc']);
  await context.close();
});

test('a filter that is not understood is underlined where, and one without hits says what to leave out', async () => {
  const { page, context } = await dashboard.open('/runs?q=state%3Aok%20enrgy%3E1Wh');
  await usable(page);
  await page.waitForSelector('.filter-problem mark');
  await expect.poll(() => page.textContent('.filter-problem mark')).toBe('enrgy');
  await expect.poll(() => page.textContent('.filter-problem')).toContain('Did you mean');
  await page.fill('#filter', 'state:ok energy>900GWh');
  await page.keyboard.press('Enter');
  const link = page.locator('.nothing-found a', { hasText: 'energy>900GWh' });
  await link.click();
  await showsAs(page, 'state:ok');
  await context.close();
});

test('keys: j and k move, x selects, Shift a range, c compares; the list of keys opens with ?', async () => {
  const { page, context } = await dashboard.open('/runs');
  await usable(page);
  await page.locator('.runs-region').focus();
  for (const key of ['j', 'x', 'j', 'j', 'Shift+X']) await page.keyboard.press(key);
  await page.waitForSelector('.selection');
  await expect.poll(() => page.textContent('.selection strong')).toBe('3 runs selected');
  await page.keyboard.press('?');
  await page.waitForSelector('dialog[open] h2:text("Keys")');
  await page.keyboard.press('Escape');
  await page.locator('dialog[open]').waitFor({ state: 'detached' });
  await page.keyboard.press('c');
  await page.waitForURL(/\/compare\?.*ids=/);
  expect((await addressOf(page)).searchParams.get('ids')?.split(',')).toEqual(ls().slice(1, 4).map(short));
  await context.close();
});

test('what is changed is asked first, and done as the command does it', async () => {
  const { page, context } = await dashboard.open('/runs?q=project%3Aspeech');
  await usable(page);
  const before = ls('project:speech');
  await page.locator('.runs-region').focus();
  await page.keyboard.press('x');
  await page.click('.selection button:text("Tag")');
  await page.fill('dialog[open] input[type="text"]', 'looked-at');
  await page.click('dialog[open] button:text("Do it")');
  await page.waitForFunction(() => document.querySelector('.selection dialog[open]') === null);
  expect(ls('tag:looked-at').map(({ id }) => id)).toEqual([before[0]?.id]);
  await page.click('.selection button:text("Delete")');
  await page.click('dialog[open] button:text("Cancel")');
  expect(ls('project:speech')).toHaveLength(before.length);
  await page.click('.selection button:text("Delete")');
  await page.click('dialog[open] button:text("Delete 1 run")');
  await showsAs(page, 'project:speech');
  expect(ls('project:speech')).toHaveLength(before.length - 1);
  await context.close();
});

test('what is changed while the list is on its way is shown too', async () => {
  const { page, context } = await dashboard.open('/runs?q=project%3Adigits');
  await usable(page);
  await settled(page);
  const before = ls('project:digits');
  const [read, release] = await holdList(page);
  await page.locator('.runs-region').focus();
  await page.keyboard.press('x');
  await page.click('.selection button:text("Tag")');
  await page.fill('dialog[open] input[type="text"]', 'soon-gone');
  await page.click('dialog[open] button:text("Do it")');
  await read;
  await page.click('.selection button:text("Delete")');
  await page.click('dialog[open] button:text("Delete 1 run")');
  await page.locator('dialog[open]').waitFor({ state: 'detached' });
  release();
  await showsAs(page, 'project:digits');
  expect(ls('project:digits')).toHaveLength(before.length - 1);
  await page.unrouteAll({ behavior: 'ignoreErrors' }); // a list may still be on its way
  await context.close();
});

/** Keeps the list of runs from coming to a page: a promise that it was read, and what lets it come. */
async function holdList(page: Page): Promise<readonly [read: Promise<unknown>, release: () => void]> {
  const told = new EventEmitter();
  const [read, released] = [once(told, 'read'), once(told, 'released')];
  let isHeld = false;
  await page.route(/\/api\/runs$/, async (route) => {
    if (isHeld || route.request().method() !== 'GET') return route.continue();
    isHeld = true;
    const response = await route.fetch();
    told.emit('read');
    await released;
    return route.fulfill({ response });
  });
  return [read, () => void told.emit('released')];
}

test('hostile names stand as text, and no parameter is fetched unasked', async () => {
  const { page, context, faults } = await dashboard.open('/runs');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(decodeURIComponent(request.url())));
  await page.reload();
  await usable(page);
  await page.waitForFunction(() => document.querySelector('.histogram li') !== null);
  await settled(page);
  expect(await page.locator('table.runs th a', { hasText: '<script>alert(1)</script>' }).count()).toBe(1);
  expect(await page.evaluate(() => document.querySelectorAll('table.runs script').length)).toBe(0);
  expect(asked.some((url) => url.includes('param.') || url.includes('/names'))).toBe(false);
  expect(await page.$$eval('table.runs tbody tr', (all) => all.length)).toBeLessThanOrEqual(60);
  expect(faults).toEqual([]);
  await context.close();
});

test('a bar of the histogram lists what it counts', async () => {
  const { page, context } = await dashboard.open('/runs');
  await usable(page);
  await settled(page);
  const bar = page.locator('.histogram li a:not([data-count="0"])').first();
  const [count, filter] = [await bar.getAttribute('data-count'), await bar.getAttribute('title')];
  await bar.click();
  expect(String(ls(filter ?? '').length)).toBe(count);
  await showsAs(page, filter ?? '');
  await context.close();
});

test('when the server is gone the list stays, with its time and what to do', async () => {
  const own = await openDashboard(seededFolder('--runs', '12'));
  const { page } = await own.open('/runs');
  await usable(page);
  const ended = new Promise<void>((done) => void own.server.once('exit', () => done()));
  own.server.kill('SIGTERM');
  await ended;
  await page.click('button:text("Refresh")');
  await page.waitForSelector('.trouble');
  await expect.poll(() => page.textContent('.trouble')).toContain('joulebook ui');
  await expect.poll(() => page.textContent('.stale')).toContain('As of');
  expect(await page.locator('table.runs tbody th').count()).toBe(12);
  await own.close();
});

/** Titles of the columns behind the name, in their order. */
async function titles(page: Page): Promise<readonly string[]> {
  return page.$$eval('table.runs thead th[data-column]', (heads) =>
    heads.map((th) => (th as HTMLElement).dataset['column'] ?? '').slice(1),
  );
}

test('columns are moved by dragging their heads and by keyboard, and the address has their order', async () => {
  const { page, context, faults } = await dashboard.open('/runs?c=state,energy,co2,grade');
  await usable(page);
  await settled(page); // nothing moves what the pointer goes to
  const head = (key: string) => page.locator(`th[data-column="${key}"]`);
  const [from, to] = await Promise.all([head('grade').boundingBox(), head('state').boundingBox()]);
  if (from === null || to === null) throw new Error('no heads');
  await page.mouse.move(from.x + 12, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(to.x + 30, to.y + 10, { steps: 4 });
  await page.mouse.move(to.x + 4, to.y + 10);
  await page.waitForSelector('th[data-column="state"].before');
  await page.mouse.up();
  await expect.poll(() => titles(page)).toEqual(['grade', 'state', 'energy', 'co2']);
  expect((await addressOf(page)).searchParams.get('c')).toBe('grade,state,energy,co2');
  expect((await addressOf(page)).searchParams.get('s')).toBeNull(); // a drag is no click

  await head('energy').locator('button').focus();
  await page.keyboard.press('Alt+Shift+ArrowLeft');
  await expect.poll(() => titles(page)).toEqual(['grade', 'energy', 'state', 'co2']);
  await page.keyboard.press('Alt+Shift+ArrowLeft'); // the focus went with the column
  await expect.poll(() => titles(page)).toEqual(['energy', 'grade', 'state', 'co2']);
  await expect.poll(() => page.textContent('.runs-region [role="status"]')).toContain('column 1 of 4');

  await addressOf(page); // what is opened anew is an address that is written
  await page.reload();
  await usable(page);
  await expect.poll(() => titles(page)).toEqual(['energy', 'grade', 'state', 'co2']);
  expect(faults).toEqual([]);
  await context.close();
});

test('the energy for 1,000 samples is a column at first sight, as the command has it, and is filtered by', async () => {
  const { page, context } = await dashboard.open('/runs?q=project%3Adigits%20state%3Aok&s=-per1kSamples');
  await usable(page);
  await showsAs(page, 'project:digits state:ok', '--sort=-per1kSamples');
  await expect.poll(() => titles(page)).toContain('per1kSamples');
  await page.fill('#filter', 'project:digits per1kSamples<0.1Wh');
  await page.keyboard.press('Enter');
  await showsAs(page, 'project:digits per1kSamples<0.1Wh', '--sort=-per1kSamples');
  await page.goto(
    (await addressOf(page)).href.replace(
      /\?.*/,
      '?c=pue,stageCount,cacheHits,cacheSaved,per1kTokens,perEpoch',
    ),
  );
  await usable(page);
  await expect.poll(() => page.textContent('table.runs tbody')).toMatch(/Wh/);
  await expect
    .poll(() => page.textContent('table.runs thead'))
    .toMatch(/PUE.*stages.*cache hits.*saved by cache/s);
  await context.close();
});
