import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Problem, problem } from '../../../errors.ts';
import type { Host } from '../../../host/host.ts';
import { err, ok, type Result } from '../../../result.ts';
import { BROWSERS, findBrowser } from './find-browser.io.ts';
import { setDates } from './set-dates.ts';

/** What keeps a browser to the page at hand: it asks nobody, looks nothing up, keeps nothing. */
const ALONE = [
  '--headless',
  '--disable-gpu',
  '--disable-extensions',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-sync',
  '--disable-quic',
  '--metrics-recording-only',
  '--no-default-browser-check',
  '--no-first-run',
  '--no-pings',
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--no-pdf-header-footer',
  '--print-to-pdf-no-header', // as it was called before
];
/** A page of thousands of runs takes some seconds. */
const LONGEST_MS = 120_000;
const MOST_WORDS = 300;

/**
 * Prints a page with the Chromium of this machine. E_OUTPUT where there is none, with how to print without it.
 *
 * @param html a page that needs nothing beside it.
 * @param madeMs what the PDF says of when it was made, ms since 1970.
 */
export function printPdf(host: Host, html: string, madeMs: number): Result<Buffer> {
  const browser = findBrowser(host);
  if (browser === undefined) return err(noBrowser(host.env['CHROME_PATH']));
  const folder = mkdtempSync(join(tmpdir(), 'joulebook-pdf-'));
  try {
    const [page, pdf] = [join(folder, 'report.html'), join(folder, 'report.pdf')];
    writeFileSync(page, html, { mode: 0o600 });
    const words = [
      ...ALONE,
      // Chromium refuses to be root within its sandbox. The page is ours, and has no script of others.
      ...(host.uid === 0 ? ['--no-sandbox'] : []),
      `--user-data-dir=${join(folder, 'profile')}`,
      `--print-to-pdf=${pdf}`,
      pathToFileURL(page).href,
    ];
    const log = join(folder, 'said');
    const first = printed(browser, words, pdf, log);
    // A container has no sandbox for anybody.
    const said =
      first.ok || !/sandbox/i.test(first.error)
        ? first
        : printed(browser, ['--no-sandbox', ...words], pdf, log);
    if (!said.ok) return err(unprinted(browser, said.error));
    return ok(Buffer.from(setDates(said.value.toString('latin1'), madeMs), 'latin1'));
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The PDF, or what the browser said instead. It speaks to a file: a pipe would be waited for until the last of its processes has ended, whatever the timeout. */
function printed(
  browser: string,
  words: readonly string[],
  pdf: string,
  log: string,
): Result<Buffer, string> {
  const fd = openSync(log, 'w');
  const { error, status, signal } = spawnSync(browser, words, {
    stdio: ['ignore', 'ignore', fd],
    timeout: LONGEST_MS,
    killSignal: 'SIGKILL',
  });
  closeSync(fd);
  if (error === undefined && status === 0 && existsSync(pdf)) return ok(readFileSync(pdf));
  const how = error?.message ?? (signal === null ? `it ended with ${status}` : `${signal} ended it`);
  const said = readFileSync(log, 'utf8').trim().split('\n').at(-1) ?? '';
  return err(`${how}${said === '' ? '' : `: ${said.slice(0, MOST_WORDS)}`}`);
}

const BY_HAND =
  'Write a page, open it in any browser, and print it to a file there: joulebook report … -o report.html';

function noBrowser(named: string | undefined): Problem {
  const why =
    named === undefined || named === ''
      ? `None of ${BROWSERS.join(', ')} is installed.`
      : `CHROME_PATH says ${named}, and that is no program.`;
  return problem('E_OUTPUT', 'there is no Chromium to print a PDF with', why, `${BY_HAND}; or install one.`);
}

function unprinted(browser: string, why: string): Problem {
  return problem(
    'E_OUTPUT',
    `${browser} has made no PDF`,
    why,
    `${BY_HAND}; or name another with CHROME_PATH.`,
  );
}
