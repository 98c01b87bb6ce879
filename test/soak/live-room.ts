import { openBook } from '../../src/book/book.io.ts';
import { readSettings } from '../../src/cli/config/read-settings.io.ts';
import { createContext } from '../../src/cli/context.io.ts';
import { allRoutes } from '../../src/cli/ui/all-routes.io.ts';
import { liveRoutesOf } from '../../src/cli/ui/answers/live.io.ts';
import { RowMemory } from '../../src/cli/ui/row-memory.io.ts';
import type { LiveAnswer } from '../../src/report/live/live-facts.ts';
import { wasteRules } from '../../src/report/waste/rules.io.ts';
import { createApp } from '../../src/server/app.ts';
import { gzipped } from '../../src/server/gzipped.io.ts';
import { readAssets } from '../../src/server/assets.io.ts';
import { listen } from '../../src/server/listen.io.ts';
import { LiveService } from '../../src/server/live/live-service.io.ts';
import type { LiveSimulation } from '../server/live-simulation.ts';

/** The live service, which counts what it says and how often it is asked for everything. */
class CountedService extends LiveService {
  said = 0;
  asked = 0;
  askedWhole = 0;

  override answer(since?: { readonly epoch: string; readonly version: number }): Promise<LiveAnswer> {
    this.asked++;
    if (since === undefined) this.askedWhole++;
    return super.answer(since);
  }

  override events(): ReadableStream<Uint8Array> | undefined {
    const decoder = new TextDecoder();
    const count = new TransformStream<Uint8Array, Uint8Array>({
      transform: (bytes, controller) => {
        for (const event of decoder.decode(bytes).split('\n\n'))
          if (event.startsWith('id: ') && !event.includes('event: hello')) this.said++;
        controller.enqueue(bytes);
      },
    });
    return super.events()?.pipeThrough(count);
  }
}

/** The built dashboard of a simulated book on a port of its own, in this process: its time is the simulation's. */
export interface LiveRoom {
  readonly url: string;
  readonly service: CountedService;
  readonly close: () => Promise<void>;
}

/** Serves the built page with all its routes. */
export async function serveLive({ host, book: { dir } }: LiveSimulation): Promise<LiveRoom> {
  const onFault = (error: unknown): never => {
    throw error;
  };
  const book = openBook(host, { book: dir });
  if (!book.ok) throw new Error(book.error.what);
  const context = createContext(
    host,
    { command: 'ui', json: true, quiet: true, noColor: true, verbose: 0 },
    await readSettings(host),
    { out: () => undefined, err: () => undefined },
  );
  const service = new CountedService(host, book.value, wasteRules(), onFault);
  const others = allRoutes({
    host,
    book: book.value,
    rows: new RowMemory(book.value),
    context,
    bookWords: [`--book=${dir}`],
    onFault,
  }).filter(({ path }) => !path.startsWith('/live'));
  const listening = await listen(host, { host: '127.0.0.1', port: 0, further: 0 }, (port) =>
    createApp({
      routes: [...others, ...liveRoutesOf(() => service)],
      assets: readAssets(),
      session: { token: 'secret', cookie: `joulebook_${port}` },
      basePath: '/',
      hosts: { names: [] },
      gzip: gzipped,
      onFault,
    }),
  );
  if (!listening.ok) throw new Error(listening.error.what);
  const { port, close, closed } = listening.value;
  return {
    url: `http://127.0.0.1:${port}/`,
    service,
    close: async () => {
      service.close();
      close();
      await closed;
    },
  };
}
