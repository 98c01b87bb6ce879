import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RemoteStore, Sink, Source } from '../../../src/pipeline/remote/remote-store.ts';
import type { Result } from '../../../src/result.ts';

const BLOCK = 65_536;

/** Bytes that no encoding leaves alone by chance; no two blocks are alike. */
export function bytesOf(length: number, seed = 1): Uint8Array {
  const block = new Uint8Array(BLOCK);
  for (let i = 0, x = seed; i < BLOCK; i += 1) {
    x = (Math.imul(x, 1_103_515_245) + 12_345) >>> 0;
    block[i] = x >>> 16;
  }
  const bytes = new Uint8Array(length);
  for (let at = 0, i = 0; at < length; at += BLOCK, i += 1) {
    new DataView(block.buffer).setUint32(0, i);
    bytes.set(block.subarray(0, length - at), at);
  }
  return bytes;
}

/** Takes what comes and can be asked for it. */
export class Collected implements Sink {
  chunks: Uint8Array[] = [];
  write(bytes: Uint8Array): void {
    this.chunks.push(Uint8Array.from(bytes));
  }
  reset(): void {
    this.chunks = [];
  }
  get bytes(): Uint8Array {
    return Buffer.concat(this.chunks);
  }
}

export function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.error.what}: ${result.error.why ?? ''}`);
  return result.value;
}

const MD5 = /^[0-9a-f]{32}$/;

/** What every kind of remote has to do. */
export function remoteContract(
  name: string,
  open: () => Promise<RemoteStore>,
  options: { readonly large?: number } = {},
): void {
  describe(`${name} as a remote`, () => {
    let dir: string;
    let store: RemoteStore;
    beforeAll(async () => {
      dir = mkdtempSync(join(tmpdir(), 'joulebook-remote-'));
      store = await open();
    });
    afterAll(async () => {
      await store.close();
      rmSync(dir, { recursive: true, force: true });
    });
    let files = 0;
    const source = (bytes: Uint8Array): Source => {
      const path = join(dir, `${files++}`);
      writeFileSync(path, bytes);
      return { path, size: bytes.length, md5: createHash('md5').update(bytes).digest('hex') };
    };
    const got = async (key: string): Promise<Uint8Array | undefined> => {
      const sink = new Collected();
      return valueOf(await store.get(key, sink)) ? sink.bytes : undefined;
    };
    const keyOf = ({ md5 = '' }: Source): string => {
      expect(md5).toMatch(MD5);
      return `files/md5/${md5.slice(0, 2)}/${md5.slice(2)}`;
    };

    it('gives back what was put, of any size', async () => {
      for (const length of [
        0,
        1,
        32_768,
        32_769,
        1_048_576 + 7,
        ...(options.large === undefined ? [] : [options.large]),
      ]) {
        const bytes = bytesOf(length, length + 1);
        const from = source(bytes);
        let sent = 0;
        valueOf(await store.put(from, keyOf(from), (more) => (sent += more)));
        expect(sent).toBe(length);
        let come = 0;
        const sink = new Collected();
        expect(valueOf(await store.get(keyOf(from), sink, (more) => (come += more)))).toBe(true);
        expect(come).toBe(length);
        expect(Buffer.compare(sink.bytes, bytes)).toBe(0);
      }
    });

    it('says of what is not there that it is not there', async () => {
      expect(await got('files/md5/00/00000000000000000000000000000000')).toBeUndefined();
      expect(valueOf(await store.existing(['files/md5/00/no', 'runs/no', 'aa/no'])).size).toBe(0);
      expect(valueOf(await store.list('nowhere/'))).toEqual([]);
    });

    it('knows which of many are there, and lists a folder', async () => {
      const sources = Array.from({ length: 40 }, (_, i) => source(bytesOf(10 + i, 1000 + i)));
      await Promise.all(sources.map(async (from) => valueOf(await store.put(from, keyOf(from)))));
      const keys = sources.map(keyOf);
      const absent = keys.map((key) => `${key.slice(0, -2)}zz`);
      expect([...valueOf(await store.existing([...keys, ...absent]))].sort()).toEqual([...keys].sort());
      expect([...valueOf(await store.existing(keys.slice(0, 2)))].sort()).toEqual(keys.slice(0, 2).sort());
      const listed = new Map(valueOf(await store.list('files/md5/')).map(({ key, size }) => [key, size]));
      for (const [i, key] of keys.entries()) expect(listed.get(key)).toBe(10 + i);
      const [first = ''] = keys;
      const inner = valueOf(await store.list(first.slice(0, 13)));
      expect(inner.every(({ key }) => key.startsWith(first.slice(0, 13)))).toBe(true);
      expect(inner.map(({ key }) => key)).toContain(first);
    });

    it('keeps folders beside each other', async () => {
      const from = source(bytesOf(5, 77));
      valueOf(await store.put(from, 'runs/ab/cd/ef'));
      valueOf(await store.put(from, 'energy/ab/cd/ef.json'));
      expect(valueOf(await store.list('runs/')).map(({ key }) => key)).toEqual(['runs/ab/cd/ef']);
      expect([...valueOf(await store.existing(['runs/ab/cd/ef', 'energy/ab/cd/ef']))]).toEqual([
        'runs/ab/cd/ef',
      ]);
    });

    it('replaces what was there', async () => {
      valueOf(await store.put(source(bytesOf(9, 1)), 'runs/re/place'));
      valueOf(await store.put(source(bytesOf(12, 2)), 'runs/re/place'));
      expect(await got('runs/re/place')).toEqual(Buffer.from(bytesOf(12, 2)));
    });

    it('removes, also what is not there', async () => {
      const from = source(bytesOf(6, 99));
      valueOf(await store.put(from, 'runs/re/move'));
      valueOf(await store.remove(['runs/re/move', 'runs/re/never']));
      expect(await got('runs/re/move')).toBeUndefined();
    });

    it('serves many at once', async () => {
      const sources = Array.from({ length: 60 }, (_, i) => source(bytesOf(3000 + i, 5000 + i)));
      await Promise.all(sources.map(async (from) => valueOf(await store.put(from, keyOf(from)))));
      const back = await Promise.all(sources.map((from) => got(keyOf(from))));
      for (const [i, bytes] of back.entries())
        expect(
          createHash('md5')
            .update(bytes ?? '')
            .digest('hex'),
        ).toBe(sources[i]?.md5);
    });

    it('passes on what the taker throws, such as a full disk', async () => {
      const from = source(bytesOf(100_000, 3));
      valueOf(await store.put(from, keyOf(from)));
      const full: Sink = {
        write: () => {
          throw new Error('full');
        },
        reset: () => {},
      };
      await expect(store.get(keyOf(from), full)).rejects.toThrow('full');
      expect(await got(keyOf(from))).toHaveLength(100_000);
    });
  });
}
