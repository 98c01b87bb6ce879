import { expect, test } from 'vitest';
import { gzipped } from '../../src/server/gzipped.io.ts';
import { respond } from '../../src/server/respond.ts';

const LONG = JSON.stringify(Array.from({ length: 2000 }, (_, n) => `run ${n % 7}`));

test('a long text goes out packed where that is understood, with its length', async () => {
  const packed = await respond({ status: 200, body: LONG }, 'br, gzip', gzipped);
  expect(packed.headers.get('content-encoding')).toBe('gzip');
  const bytes = await packed.arrayBuffer();
  expect(Number(packed.headers.get('content-length'))).toBe(bytes.byteLength);
  expect(bytes.byteLength).toBeLessThan(LONG.length / 10);
  const back = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  expect(await new Response(back).text()).toBe(LONG);
});

test.each([
  ['by a client that does not take it', LONG, 'br'],
  ['without a word about it', LONG, undefined],
  ['where it is short', '{"ok":true}', 'gzip'],
  ['where it is no text', new Uint8Array(5000), 'gzip'],
])('it goes out as it is %s', async (_, body, accepted) => {
  const plain = await respond({ status: 200, body }, accepted, gzipped);
  expect(plain.headers.get('content-encoding')).toBeNull();
  expect(plain.headers.get('vary')).toBe('accept-encoding');
  expect((await plain.arrayBuffer()).byteLength).toBe(body.length);
});

test('events are not held back to be packed', async () => {
  const stream = new ReadableStream<Uint8Array>({
    start: (c) => c.enqueue(new TextEncoder().encode('data: 1\n\n')),
  });
  const events = await respond({ status: 200, type: 'text/event-stream', body: stream }, 'gzip', gzipped);
  const first = await events.body?.getReader().read();
  expect(new TextDecoder().decode(first?.value)).toBe('data: 1\n\n');
});
