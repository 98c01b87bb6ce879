import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Crew } from '../../../src/pipeline/content/crew.io.ts';
import { md5OfBytes, md5OfFile } from '../../../src/pipeline/content/hash-file.io.ts';

const dir = mkdtempSync(join(tmpdir(), 'jb-crew-'));
const COUNT = 600;
const paths = Array.from({ length: COUNT }, (_, i) => {
  const path = join(dir, `${i}`);
  writeFileSync(path, i === 7 ? Buffer.alloc((2 << 20) + 5, i) : `content ${i}`);
  return path;
});

/** How long the main thread leaves files to the others: it is slow with each of its own. */
function slowly(i: number, done: Set<number>): boolean {
  const until = performance.now() + 2;
  while (performance.now() < until);
  done.add(i);
  return true;
}

it('every file is done once, by a thread or by the one that waits, and what a thread cannot do is left', () => {
  const crew = new Crew();
  const missing = [...paths, join(dir, 'missing'), join(dir, 'f\udcff')];
  for (let batch = 0; batch < 3; batch += 1) {
    const own = new Set<number>();
    const { md5Of } = crew.share({ k: 'hash' }, missing, undefined, (i) => slowly(i, own));
    for (const [i, path] of paths.entries())
      if (!own.has(i)) expect(md5Of(i)).toBe(md5OfFile(path));
      else expect(md5Of(i)).toBeUndefined();
    expect([md5Of(COUNT), md5Of(COUNT + 1)]).toEqual([undefined, undefined]);
  }
});

it('contents are kept by their hash, whole and with the mode that was asked for', () => {
  const [objects, tempFolder] = [join(dir, 'objects'), join(dir, 'temp')];
  mkdirSync(tempFolder);
  for (let i = 0; i < 256; i += 1)
    mkdirSync(join(objects, i.toString(16).padStart(2, '0')), { recursive: true });
  const own = new Set<number>();
  new Crew().share({ k: 'hash', keep: { objects, tempFolder, mode: 0o444 } }, paths, undefined, (i) =>
    slowly(i, own),
  );
  let kept = 0;
  for (const shard of readdirSync(objects))
    for (const rest of readdirSync(join(objects, shard))) {
      const path = join(objects, shard, rest);
      expect(md5OfBytes(readFileSync(path))).toBe(shard + rest);
      expect(statSync(path).mode & 0o777).toBe(0o444);
      kept += 1;
    }
  expect(kept).toBe(COUNT - own.size - (own.has(7) ? 0 : 1)); // the large one is not theirs to keep
  expect(readdirSync(tempFolder)).toEqual([]);
});

it('a failure in the main thread ends the work', () => {
  const { md5Of } = new Crew().share({ k: 'hash' }, paths, undefined, () => false);
  expect(paths.filter((_, i) => md5Of(i) !== undefined).length).toBeLessThan(COUNT);
});
