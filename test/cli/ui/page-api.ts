import { realHost } from '../../../src/host/real-host.io.ts';
import { openBook } from '../../../src/book/book.io.ts';
import { createContext } from '../../../src/cli/context.io.ts';
import { readSettings } from '../../../src/cli/config/read-settings.io.ts';
import { allRoutes } from '../../../src/cli/ui/all-routes.io.ts';
import { RowMemory } from '../../../src/cli/ui/row-memory.io.ts';
import { createApp } from '../../../src/server/app.ts';
import { gzipped } from '../../../src/server/gzipped.io.ts';

const ORIGIN = 'http://127.0.0.1:4780';

/** What came back: the HTTP status and the envelope. */
export interface Came {
  readonly status: number;
  readonly json: ReturnType<typeof JSON.parse>;
}

/**
 * The dashboard's API of the book in a folder, as a page asks it, within this process.
 *
 * @param restMs so long a look at the files holds.
 */
export async function pageApi(folder: string, env: Readonly<Record<string, string>>, restMs = 0) {
  const host = realHost({ cwd: folder, env });
  const book = openBook(host, { create: true });
  if (!book.ok) throw new Error(book.error.what);
  const settings = await readSettings(host);
  const context = createContext(
    host,
    { command: 'ui', json: true, quiet: true, noColor: true, verbose: 0 },
    settings,
    { out: () => undefined, err: () => undefined },
  );
  const onFault = (error: unknown): never => {
    throw error;
  };
  const bookWords = [`--book=${book.value.dir}`];
  const app = createApp({
    routes: allRoutes({
      host,
      book: book.value,
      rows: new RowMemory(book.value, restMs),
      context,
      bookWords,
      onFault,
    }),
    assets: { page: () => '', scriptHash: 'sha256-none', find: () => undefined },
    session: { token: 'secret', cookie: 'joulebook_4780' },
    basePath: '/',
    hosts: { names: [] },
    gzip: gzipped,
    onFault,
  });
  const headers = { host: '127.0.0.1:4780', cookie: 'joulebook_4780=secret' };
  const came = async (response: Response): Promise<Came> => ({
    status: response.status,
    json: await response.json(),
  });
  const change = async (method: string, path: string, sent: unknown): Promise<Came> => {
    const body = JSON.stringify(sent);
    const about = { origin: ORIGIN, 'content-type': 'application/json', 'content-length': `${body.length}` };
    return came(
      await app.request(`${ORIGIN}/api${path}`, { method, headers: { ...headers, ...about }, body }),
    );
  };
  return {
    request: async (path: string, wants: Readonly<Record<string, string>> = {}) =>
      app.request(`${ORIGIN}/api${path}`, { headers: { ...headers, ...wants } }),
    get: async (path: string) => came(await app.request(`${ORIGIN}/api${path}`, { headers })),
    post: async (path: string, body: unknown) => change('POST', path, body),
    remove: async (path: string, body: unknown) => change('DELETE', path, body),
    book: book.value,
  };
}
