import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { watchRequests } from './open-requests.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** What a page may be waited for, ms: a test fails when it hangs, not because its machine is slow or busy. */
const WAIT_MS = 240_000;
const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The built dashboard of a book, in a browser. */
export interface Dashboard {
  /** Ends with `/`. */
  readonly url: string;
  readonly browser: Browser;
  readonly server: ChildProcess;
  /** Folder in which the server stands. */
  readonly folder: string;
  /**
   * Opens a page of it in a window of its own that has shown the token.
   * What the page says on its console as an error, and what it asks of others than its server, is kept in `faults`.
   */
  readonly open: (path: string, options?: OpenOptions) => Promise<Opened>;
  readonly close: () => Promise<void>;
}

export interface OpenOptions {
  readonly theme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
}

export interface Opened {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly faults: readonly string[];
}

/** A folder with a seeded book; the words are those of `scripts/seed-book.mjs`. */
export function seededFolder(...words: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'joulebook-browser-'));
  const made = spawnSync(process.execPath, [join(ROOT, 'scripts/seed-book.mjs'), '--out', folder, ...words], {
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(`no book was made: ${made.stderr}`);
  return folder;
}

/** Starts the built command in a folder, and Chromium. The folder is removed at the end, unless it is to be kept. */
export async function openDashboard(
  folder: string,
  {
    words = [],
    keep = false,
    env = {},
  }: {
    readonly words?: readonly string[];
    readonly keep?: boolean;
    readonly env?: Readonly<Record<string, string>>;
  } = {},
): Promise<Dashboard> {
  const server = spawn(
    join(ROOT, 'bin/joulebook'),
    ['ui', '--no-open', '--port', '0', '--token', 'secret', ...words],
    {
      cwd: folder,
      env: { ...process.env, JOULEBOOK_NODE: process.execPath, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const [browser, first] = await Promise.all([launch(), firstLine(server)]);
  const url = first.replace(/#.*/, '');
  return {
    url,
    browser,
    server,
    folder,
    open: (path, options) => open(browser, url, path, options),
    close: async () => {
      await browser.close();
      server.kill('SIGTERM');
      if (server.exitCode === null && server.signalCode === null)
        await new Promise<void>((done) => void server.once('exit', () => done()));
      if (!keep) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function open(
  browser: Browser,
  url: string,
  path: string,
  { theme = 'light', width = 1440, height = 900 }: OpenOptions = {},
): Promise<Opened> {
  const context = await browser.newContext({
    colorScheme: theme,
    viewport: { width, height },
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(WAIT_MS);
  const page = await context.newPage();
  watchRequests(page);
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !/^(data|blob):/.test(request.url()))
      faults.push(`request: ${request.url()}`);
  });
  await page.goto(`${url}${path.replace(/^\//, '')}#token=secret`);
  return { page, context, faults };
}

/** The system's Chromium, which fetches nothing by itself. */
export async function launch(): Promise<Browser> {
  const executablePath = BROWSERS.find((path) => existsSync(path));
  if (executablePath === undefined) throw new Error('there is no Chromium: node scripts/set-up.mjs chromium');
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--enable-precise-memory-info',
  ];
  return chromium.launch({ executablePath, args, timeout: WAIT_MS });
}

async function firstLine(server: ChildProcess): Promise<string> {
  if (server.stdout === null) throw new Error('the server has no stdout');
  for await (const line of createInterface({ input: server.stdout })) return line;
  throw new Error('the dashboard ended before it said its address');
}

/**
 * The address of a page, once what was changed last stands in it: that is written after the frame that shows the change.
 * The page itself is asked: Playwright hears of a new address later.
 */
export async function addressOf(page: Page): Promise<URL> {
  const href = await page.evaluate<string>(
    'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(location.href), 20))))',
  );
  return new URL(href);
}
