import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { openBook } from '../../book/book.io.ts';
import { FIRST_COLUMNS } from '../../book/columns/run-column.ts';
import { type Problem, problem } from '../../errors.ts';
import { keepHeapLean } from '../../host/lean-heap.io.ts';
import { createApp } from '../../server/app.ts';
import { gzipped } from '../../server/gzipped.io.ts';
import { readAssets } from '../../server/assets.io.ts';
import { basePathOf } from '../../server/base-path.ts';
import type { KnownHosts } from '../../server/guard/host-name.ts';
import { listen } from '../../server/listen.io.ts';
import type { CliContext } from '../context.ts';
import { announceDashboard } from '../dashboard/running-dashboard.io.ts';
import { openInBrowser } from '../pipeline/open-in-browser.io.ts';
import type { InputOf } from '../spec/spec.ts';
import type { UI } from '../spec/ui-specs.ts';
import { allRoutes } from '../ui/all-routes.io.ts';
import { listFacts } from '../ui/answers/list-facts.ts';
import { RowMemory } from '../ui/row-memory.io.ts';
import { faultReporter } from '../ui/fault-reporter.io.ts';

type Options = InputOf<typeof UI>['options'];

const FIRST_PORT = 4780;
/** How many ports are tried where none is asked for. */
const FURTHER_PORTS = 20;
const TOKEN_BYTES = 24;
/** A page asks several things within so long, ms; nobody sees that a run came a tenth of a second later. */
const ROWS_REST_MS = 100;
/** Shorter tokens can be tried out by whoever reaches the address. */
const SHORT_TOKEN = 16;

/** `joulebook ui`: serves the dashboard until it is interrupted. */
export async function run(context: CliContext, { options }: InputOf<typeof UI>): Promise<number> {
  const { host } = context;
  // Where there is no book yet, what there would be is shown and nothing is made: the first run makes it.
  const book = openBook(host, {
    ...(options.book === undefined ? {} : { book: options.book }),
    mayBeAbsent: true,
  });
  if (!book.ok) return context.fail(book.error);
  const given = options.token ?? (host.env['JOULEBOOK_UI_TOKEN'] || undefined);
  const wrong = openToOthers(options.host, given);
  if (wrong?.is === 'refused') return context.fail(wrong.problem);
  if (wrong?.is === 'doubtful') context.warn(wrong.problem);
  const token = given ?? randomBytes(TOKEN_BYTES).toString('base64url');
  const basePath = basePathOf(options.basePath);
  const assets = readAssets();
  const onFault = faultReporter(context);
  const rows = new RowMemory(book.value, ROWS_REST_MS);
  const routes = allRoutes({
    host,
    book: book.value,
    context,
    rows,
    bookWords: [`--book=${book.value.dir}`],
    onFault,
  });
  const hosts = hostsOf(options);
  const address = options.host ?? '127.0.0.1';
  const { port = FIRST_PORT } = options;
  const further = options.port === undefined ? FURTHER_PORTS : 0;
  const listening = await listen(host, { host: address, port, further }, (bound) =>
    createApp({
      routes,
      assets,
      session: { token, cookie: `joulebook_${bound}` },
      basePath,
      hosts,
      gzip: gzipped,
      onFault,
    }),
  );
  if (!listening.ok) return context.fail(listening.error);
  const server = listening.value;
  const page = `http://${shown(address)}:${server.port}${basePath}`;
  const url = `${page}#token=${encodeURIComponent(token)}`;
  const withdraw = announceDashboard(host, { book: book.value.dir, address: page });
  if (context.json) context.succeed({ url, port: server.port, book: book.value.dir });
  else context.out(`${url}\n`);
  if (!context.quiet) {
    if (port !== 0 && server.port !== port)
      context.err(`joulebook: port ${port} is taken, so this is on ${server.port}\n`);
    context.err(`joulebook: the dashboard of ${book.value.dir}, until Ctrl-C\n`);
  }
  if (!options.noOpen && context.isTTY) openInBrowser(url);
  // While the browser starts, the rows that its first question needs are read.
  warmUp(
    [
      () => rows.all(),
      keepHeapLean,
      () => listFacts(rows.all().rows),
      ...FIRST_COLUMNS.map((name) => () => rows.column(name)),
    ],
    onFault,
  );
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, server.close);
  await server.closed;
  withdraw();
  return 0;
}

/** One step after the other, and between them what is asked meanwhile is answered. */
function warmUp([step, ...others]: readonly (() => unknown)[], onFault: (error: unknown) => void): void {
  if (step === undefined) return;
  setImmediate(() => {
    try {
      step();
      warmUp(others, onFault);
    } catch (error) {
      onFault(error);
    }
  });
}

function openToOthers(
  address: string | undefined,
  token: string | undefined,
): { readonly is: 'refused' | 'doubtful'; readonly problem: Problem } | undefined {
  if (address === undefined || /^(localhost|127\.0\.0\.1|::1)$/i.test(address)) return undefined;
  if (token === undefined) {
    const why =
      'The book would be open to whoever reaches that address and learns a token from the terminal.';
    const fix =
      'Choose one: --token SECRET, or JOULEBOOK_UI_TOKEN in the environment, which others do not see.';
    return { is: 'refused', problem: problem('E_USAGE', `--host ${address} without --token`, why, fix) };
  }
  if (token.length >= SHORT_TOKEN) return undefined;
  const what = `the token has ${token.length} characters, and others reach ${address}`;
  const why = 'A short one can be found by trying.';
  const fix = `Choose one of at least ${SHORT_TOKEN} characters.`;
  return { is: 'doubtful', problem: problem('E_ACCESS', what, why, fix) };
}

/** Who is served beyond this machine reaches it under its addresses and its own name. */
function hostsOf({ host, allowHost }: Options): KnownHosts {
  const own = host === undefined ? [] : [host, hostname()];
  const names = [...allowHost, ...own].map((name) => name.toLowerCase());
  return { names, anyAddress: host !== undefined };
}

/** What listens on every address of this machine is reached under its name. */
function shown(address: string): string {
  if (address === '0.0.0.0' || address === '::') return hostname();
  return address.includes(':') ? `[${address}]` : address;
}
