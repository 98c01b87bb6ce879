// The README's pictures of the dashboard: a book of plausible runs (scripts/seed-book.mjs), the built command, the system's Chromium, light and dark.
//
//   npm run build && node scripts/screenshots.mjs [--out docs/images]
//
// A picture may have 150 kB; one that has more is an error, for a README is read on the road.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { smallPng } from './small-png.mjs';
import { root } from './set-up.mjs';

const MOST_BYTES = 150_000;
const SIZE = { width: 1280, height: 800 };
/** The book ends where this day began, so that the last thirty days are full. Its runs are the same on every day. */
const UNTIL = `${new Date().toISOString().slice(0, 10)}T00:00:00Z`;
const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const { values: options } = parseArgs({ options: { out: { type: 'string', default: 'docs/images' } } });
const out = resolve(root, options.out);
const folder = mkdtempSync(join(tmpdir(), 'joulebook-pictures-'));
const command = join(root, 'bin/joulebook');

try {
  run(process.execPath, [join(root, 'scripts/seed-book.mjs'), '--out', folder, '--until', UNTIL, '--budget']);
  mkdirSync(out, { recursive: true });
  await takePictures([
    { name: 'overview', path: '?t=-30d' },
    { name: 'frontier', path: 'frontier?p=bert-fr&y=f1' },
    { name: 'run', path: `runs/${longestRun()}` },
    { name: 'waste', path: 'waste' },
  ]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function takePictures(pages) {
  const server = spawn(command, ['ui', '--no-open', '--port', '0', '--token', 'picture'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const executablePath = BROWSERS.find((path) => existsSync(path));
  if (executablePath === undefined) throw new Error('there is no Chromium: node scripts/set-up.mjs chromium');
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run'],
  });
  try {
    const url = (await firstLine(server)).replace(/#.*/, '');
    for (const colorScheme of ['light', 'dark']) {
      const context = await browser.newContext({
        colorScheme,
        viewport: SIZE,
        reducedMotion: 'reduce',
        timezoneId: 'UTC',
      });
      const page = await context.newPage();
      for (const { name, path } of pages) {
        await page.goto(`${url}${path}#token=picture`);
        await page.waitForLoadState('networkidle');
        await page.locator('main h1').waitFor();
        await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
        const png = smallPng(await page.screenshot());
        const file = join(out, `${name}-${colorScheme}.png`);
        if (png.length > MOST_BYTES)
          throw new Error(`${file} has ${png.length} bytes, more than ${MOST_BYTES}`);
        writeFileSync(file, png);
        process.stdout.write(`${file} ${Math.round(png.length / 1000)} kB\n`);
      }
      await context.close();
    }
  } finally {
    await browser.close();
    server.kill('SIGTERM');
  }
}

function longestRun() {
  const words = ['ls', '--json', '--filter', 'state:ok gpu:*', '--sort', '-duration', '--limit', '1'];
  const [first] = JSON.parse(run(command, words)).data.runs;
  return first.id;
}

function run(program, words) {
  const { status, stdout, stderr } = spawnSync(program, words, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${words.join(' ')}: ${stderr}${stdout}`);
  return stdout;
}

async function firstLine(server) {
  for await (const line of createInterface({ input: server.stdout })) return line;
  throw new Error('the dashboard ended before it said its address');
}
