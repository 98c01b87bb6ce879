import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadRuns } from '../../src/book/load-runs.io.ts';
import type { LoadedRun } from '../../src/book/loaded-run.ts';
import { runFolder } from '../../src/book/run-folder.io.ts';
import { bundled } from '../bundled.ts';
import { aRecord, putRecord } from './a-record.ts';

const RUNS = 1200;
const book = mkdtempSync(join(tmpdir(), 'joulebook-load-'));
const paths: string[] = [];
beforeAll(() => {
  for (let n = 0; n < RUNS; n++) {
    const record = aRecord({
      name: `run ${n}`,
      metrics: { acc: n / RUNS },
      params: { lr: n },
      tags: [`t${n % 7}`],
    });
    putRecord(book, record);
    const { dir, record: file } = runFolder(book, record.id);
    paths.push(dir.slice(book.length + 1));
    if (n % 400 === 17) writeFileSync(file, '{');
    if (n % 400 === 18) rmSync(file);
  }
}, 60_000);
afterAll(() => rmSync(book, { recursive: true }));

/** The program of the thread that is shipped, and some that fail. */
const THREADS = {
  'that is shipped': `import './src/book/row-thread.io.ts';`,
  'that cannot start': `throw new Error('no');`,
  'that takes some and ends': `
    import { workerData } from 'node:worker_threads';
    for (let n = 0; n < 5; n++) Atomics.add(workerData.next, 0, 1);
  `,
};

function loaded(thread: string | undefined): readonly (LoadedRun | undefined)[] {
  const found = new Map<number, LoadedRun>();
  for (const [place, run] of loadRuns(book, paths, { thread, patienceMs: 300 })) {
    expect(found.has(place), `run ${place} twice`).toBe(false);
    found.set(place, run);
  }
  return paths.map((_, place) => found.get(place));
}

describe.each(Object.entries(THREADS))('with a second thread %s', (_, program) => {
  test('every run is read once, as one thread reads it, also those that are damaged or gone', () => {
    const alone = loaded(undefined);
    expect(alone.filter((run) => run?.is === 'bad')).toHaveLength(3);
    expect(alone.filter((run) => run?.is === 'gone')).toHaveLength(3);
    expect(loaded(bundled(program))).toEqual(alone);
  });
});
