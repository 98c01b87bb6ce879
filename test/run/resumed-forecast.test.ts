import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { realHost } from '../../src/host/real-host.io.ts';
import { startRun } from '../../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'resumed-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Long beside what passes until another process, on a busy machine, hears of an epoch. */
const EPOCH_MS = 500;

test('a training resumed at its end foretells that little is left, one at its beginning that much is', async () => {
  const env = { PATH: process.env['PATH'], JOULEBOOK_DIR: join(folder, 'book'), JOULEBOOK_REGISTRY: folder };
  const remaining: (number | undefined)[] = [];
  for (const first of [1, 97]) {
    const run = await startRun({ host: realHost({ env }), strict: true });
    for (let n = first; n < first + 4; n++) {
      const until = performance.now() + EPOCH_MS;
      while (performance.now() < until); // as a training does
      run.epoch(n, { of: 100 });
    }
    remaining.push((await run.snapshot())?.forecast?.remainingS);
    await run.end();
  }
  const [begun, resumed] = remaining;
  expect(begun).toBeGreaterThan((96 * EPOCH_MS) / 2000);
  expect(resumed).toBe(0);
});
