// How the dashboard bears size: a book of 10,000 runs of which one is long, in headless Chromium, against the budgets that it was made for. `npm run build` first.
//
//   node bench/dashboard.mjs [--runs 10000] [--samples 10000000] [--repeat 9] [--book DIR] [--keep]
//
// A book of that size takes some 4 GB in the temporary folder and a few minutes; --book takes one that was kept. Prints a table of Markdown; exit 1 where a budget is missed.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { chromium as chromiumPath, root } from '../scripts/set-up.mjs';

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '10000' },
    samples: { type: 'string', default: '10000000' },
    repeat: { type: 'string', default: '9' },
    book: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});
const repeat = Number(options.repeat);
const folder = options.book ?? mkdtempSync(join(tmpdir(), 'joulebook-dashboard-'));
const rows = [];

if (options.book === undefined) {
  process.stderr.write(`making ${options.runs} runs and one of ${options.samples} samples in ${folder} …\n`);
  const words = ['--out', folder, '--runs', options.runs, '--samples', options.samples, '--budget'];
  const made = spawnSync(process.execPath, [join(root, 'scripts/seed-book.mjs'), ...words], {
    stdio: ['ignore', 2, 2],
  });
  if (made.status !== 0) process.exit(1);
}
try {
  sizes();
  await serverTimes();
  await browserTimes();
  report();
} finally {
  if (options.keep || options.book !== undefined) process.stderr.write(`kept: ${folder}\n`);
  else rmSync(folder, { recursive: true, force: true });
}

/** What is loaded, packed. */
function sizes() {
  const assets = join(root, 'dist', 'web', 'assets');
  const packed = new Map(
    readdirSync(assets).map((name) => [
      name,
      gzipSync(readFileSync(join(assets, name)), { level: 9 }).length,
    ]),
  );
  const first = firstLoad(assets);
  const sum = (names) => names.reduce((all, name) => all + (packed.get(name) ?? 0), 0);
  const scripts = [...packed.keys()].filter((name) => name.endsWith('.js'));
  add(
    'JS of the first load (Overview), gzip',
    sum(first.filter((name) => name.endsWith('.js'))) / 1000,
    90,
    'kB',
  );
  add('CSS of the first load, gzip', sum(first.filter((name) => name.endsWith('.css'))) / 1000, 15, 'kB');
  add('JS of all pages, gzip', sum(scripts) / 1000, 180, 'kB');
  const lazy = scripts.filter((name) => !first.includes(name));
  add(
    'the largest further chunk, gzip',
    Math.max(0, ...lazy.map((name) => packed.get(name) ?? 0)) / 1000,
    40,
    'kB',
  );
}

/** The page's own files and those of the overview: what they import before anything is shown. */
function firstLoad(assets) {
  const page = readFileSync(join(root, 'dist', 'web', 'index.html'), 'utf8');
  const found = new Set([...page.matchAll(/assets\/([\w.-]+)/g)].map(([, name]) => name));
  for (const name of readdirSync(assets)) if (name.startsWith('overview-page')) found.add(name);
  for (const name of found) {
    if (!name.endsWith('.js')) continue;
    const text = readFileSync(join(assets, name), 'utf8');
    for (const [, other] of text.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+)["']/g)) found.add(other);
  }
  return [...found];
}

async function serverTimes() {
  const index = join(folder, '.joulebook', 'index.db');
  rmSync(index, { force: true });
  for (const [what, limit] of [
    ['server: index of all runs, cold', 3000],
    ['server: index of all runs, warm', 300],
  ]) {
    const { server, url } = await start();
    // From the address on: the server begins to read as soon as it has said it.
    const before = performance.now();
    const cookie = await session(url);
    const response = await fetch(`${url}api/runs/names`, { headers: { cookie } });
    await response.arrayBuffer();
    add(what, performance.now() - before, limit, 'ms');
    await stop(server);
  }
}

async function browserTimes() {
  const { server, url } = await start();
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--enable-precise-memory-info',
    ],
  });
  const cookie = await session(url);
  try {
    await firstCharts(browser, url);
    const payload = await fetch(`${url}api/runs`, { headers: { cookie, 'accept-encoding': 'gzip' } });
    add('runs: payload, gzip', Number(payload.headers.get('content-length') ?? Number.NaN) / 1000, 150, 'kB');
    await runsTable(browser, url);
    await longRun(browser, url, cookie);
    await frontier(browser, url);
    add('server: resident memory', residentBytes(server.pid) / 1e6, 250, 'MB');
  } finally {
    await browser.close();
    await stop(server);
  }
}

async function firstCharts(browser, url) {
  const times = await marks(browser, `${url}#token=bench`, 'first-chart');
  add('overview: first chart, p95', p95(times), 1000, 'ms');
  const slow = await marks(browser, `${url}#token=bench`, 'first-chart', 4);
  add('overview: first chart, CPU four times slower, p95', p95(slow), 2000, 'ms');
}

/** Times from the navigation to a mark of the page, each in a browser that kept nothing. */
async function marks(browser, address, mark, slowDown = 1) {
  const times = [];
  for (let n = 0; n < repeat; n++) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    if (slowDown > 1) {
      const devtools = await context.newCDPSession(page);
      await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowDown });
    }
    await page.goto(address);
    times.push(await markTime(page, mark));
    // What the page asks for below the first chart is answered before the next page is opened.
    await page.waitForLoadState('networkidle', { timeout: 5000 }).catch(() => undefined);
    await context.close();
  }
  return times;
}

async function markTime(page, mark) {
  await page.waitForFunction((name) => performance.getEntriesByName(name).length > 0, mark, {
    timeout: 60_000,
    polling: 20,
  });
  return page.evaluate((name) => performance.getEntriesByName(name)[0].startTime, mark);
}

async function runsTable(browser, url) {
  add(
    'runs: table usable, p95',
    p95(await marks(browser, `${url}runs#token=bench`, 'table-usable')),
    800,
    'ms',
  );
  const { page, context } = await opened(browser, `${url}runs#token=bench`);
  await markTime(page, 'table-usable');
  await watchEvents(page);
  const box = page.locator('header input').first();
  for (const text of ['state:ok', 'energy>1kWh', 'project:bert-fr', 'param.lr<1e-3']) {
    await box.fill('');
    await box.pressSequentially(text, { delay: 120 });
    await page.keyboard.press('Enter');
    await page.waitForTimeout(200);
  }
  add('runs: a key of the filter to its paint, p95', p95(await eventTimes(page)), 100, 'ms');
  await box.fill('');
  await page.keyboard.press('Enter');
  await page.waitForTimeout(300);
  await eventTimes(page);
  const heads = page.locator('[role="columnheader"] button, thead th button');
  for (let n = 0; n < 12; n++) {
    await heads.nth(n % 5).click();
    await page.waitForTimeout(150);
  }
  add('runs: sorting, p95', p95(await eventTimes(page)), 100, 'ms');
  const frames = await page.evaluate(async () => {
    const scroller =
      [...document.querySelectorAll('*')].find(
        (one) => one.scrollHeight > one.clientHeight + 5000 && getComputedStyle(one).overflowY !== 'visible',
      ) ?? document.scrollingElement;
    const gaps = [];
    let before = performance.now();
    for (let n = 0; n < 120; n++) {
      scroller.scrollTop += 400;
      await new Promise((done) => requestAnimationFrame(done));
      const now = performance.now();
      gaps.push(now - before);
      before = now;
    }
    return { gaps, rows: document.querySelectorAll('[role="row"], tbody tr').length };
  });
  add('runs: frame while scrolling, p95', p95(frames.gaps), 50, 'ms');
  add('runs: rows in the page', frames.rows, 65, '');
  await context.close();
}

async function longRun(browser, url, cookie) {
  const answer = await fetch(`${url}api/runs?filter=${encodeURIComponent('name:the-long-one*')}`, {
    headers: { cookie },
  });
  const text = await answer.text();
  const id = /[0-7][0-9A-HJKMNP-TV-Z]{25}/.exec(
    JSON.stringify(JSON.parse(text).data.ids ?? JSON.parse(text).data),
  )?.[0];
  const named = spawnSync(
    join(root, 'bin', 'joulebook'),
    ['ls', '--ids', 'name:the-long-one*', '--book', join(folder, '.joulebook')],
    { encoding: 'utf8' },
  ).stdout.trim();
  const run = named === '' ? id : named.split('\n')[0];
  const address = `${url}runs/${run}?tab=power#token=bench`;
  add(
    `the run of ${options.samples} samples: first power chart, p95`,
    p95(await marks(browser, address, 'power-chart')),
    1200,
    'ms',
  );
  const { page, context } = await opened(browser, address);
  await markTime(page, 'power-chart');
  const plot = page.locator('figure').first();
  await plot.scrollIntoViewIfNeeded();
  // From the turn of the wheel as the page has it: what the driver takes to bring it there is not the page's.
  await page.evaluate(() =>
    addEventListener('wheel', (event) => (window.turnedAt = event.timeStamp), {
      capture: true,
      passive: true,
    }),
  );
  const times = [];
  for (let n = 0; n < 16; n++) {
    await page.evaluate(() => performance.clearMarks('power-drawn'));
    const box = await plot.locator('canvas, .uplot').first().boundingBox();
    await page.mouse.move(box.x + box.width * (0.3 + 0.03 * (n % 8)), box.y + box.height / 2);
    await page.mouse.wheel(0, n % 8 < 6 ? -300 : 600);
    await page.waitForFunction(() => performance.getEntriesByName('power-drawn').length > 0, undefined, {
      polling: 5,
    });
    times.push(
      await page.evaluate(
        () => performance.getEntriesByName('power-drawn').at(-1).startTime - window.turnedAt,
      ),
    );
  }
  add(`the run of ${options.samples} samples: zoom to its redraw, p95`, p95(times), 150, 'ms');
  const heap = await page.evaluate(() => performance.memory.usedJSHeapSize);
  add('heap of the page with it open', heap / 1e6, 150, 'MB');
  await context.close();
}

async function frontier(browser, url) {
  const { page, context } = await opened(browser, `${url}frontier#token=bench`);
  await page.waitForFunction(() => performance.getEntriesByName('frontier-draw').length > 0, undefined, {
    timeout: 60_000,
  });
  const draws = await page.evaluate(() =>
    performance.getEntriesByName('frontier-draw').map(({ duration }) => duration),
  );
  add('frontier: drawing all points, p95', p95(draws), 60, 'ms');
  const canvas = await page.locator('figure canvas').first().boundingBox();
  for (let n = 0; n < 60; n++)
    await page.mouse.move(
      canvas.x + (canvas.width * (n + 1)) / 62,
      canvas.y + canvas.height * (0.3 + 0.4 * Math.abs(Math.sin(n))),
    );
  const hovers = await page.evaluate(() =>
    performance.getEntriesByName('frontier-hover').map(({ duration }) => duration),
  );
  add('frontier: finding the point under the pointer, p95', p95(hovers), 16, 'ms');
  await context.close();
}

async function opened(browser, address) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(address);
  return { page, context };
}

/** From an event to the paint after it, as the browser itself times it. */
async function watchEvents(page) {
  await page.evaluate(() => {
    window.eventTimes = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        if (/^(key|click|pointerup|input)/.test(entry.name)) window.eventTimes.push(entry.duration);
    }).observe({ type: 'event', durationThreshold: 16, buffered: false });
  });
}

async function eventTimes(page) {
  await page.waitForTimeout(200);
  return page.evaluate(() => window.eventTimes.splice(0));
}

async function start() {
  const words = ['ui', '--no-open', '--port', '0', '--token', 'bench'];
  const server = spawn(join(root, 'bin', 'joulebook'), words, {
    cwd: folder,
    env: { ...process.env, JOULEBOOK_NODE: process.execPath },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: server.stdout }))
    return { server, url: line.replace(/#.*/, '') };
  throw new Error('the dashboard ended before it said its address');
}

async function stop(server) {
  const ended = new Promise((done) => server.once('exit', done));
  server.kill('SIGTERM');
  await ended;
}

async function session(url) {
  const response = await fetch(`${url}api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url.slice(0, -1) },
    body: '{"token":"bench"}',
  });
  return response.headers.get('set-cookie').split(';')[0];
}

/** Resident memory of the server: the launcher may have started it as a child. */
function residentBytes(pid) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(/\s+/)
    .filter(Boolean);
  const sizes = [pid, ...children].map(
    (id) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0) * 1024,
  );
  return Math.max(...sizes);
}

function p95(times) {
  if (times.length === 0) return 0;
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(0.95 * sorted.length) - 1)];
}

function add(what, value, limit, unit) {
  rows.push({ what, value, limit, unit });
  process.stderr.write(`${what}: ${value.toFixed(1)} ${unit} (${limit})\n`);
}

function report() {
  const machine = `${cpus()[0]?.model ?? 'unknown CPU'}, ${cpus().length} threads, Node ${process.version}, load ${loadavg()[0].toFixed(1)}`;
  console.log(
    `\n${new Date().toISOString().slice(0, 10)}, ${machine}; ${options.runs} runs, one of ${options.samples} samples; ${repeat} loads\n`,
  );
  console.log('| what | measured | budget | |\n|---|--:|--:|---|');
  for (const { what, value, limit, unit } of rows) {
    const isMet = value <= limit;
    console.log(
      `| ${what} | ${value.toFixed(value < 10 ? 1 : 0)} ${unit} | ${limit} ${unit} | ${isMet ? 'ok' : 'MISSED'} |`,
    );
    if (!isMet) process.exitCode = 1;
  }
}
