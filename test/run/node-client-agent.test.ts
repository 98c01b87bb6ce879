import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Problem } from '../../src/errors.ts';
import { realHost } from '../../src/host/real-host.io.ts';
import { interval, fromWritten, type RunRecord, type RunResult, track } from '../../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'node-agent-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('the built agent measures a training that blocks the event loop', async () => {
  const env = { PATH: process.env['PATH'], JOULEBOOK_DIR: join(folder, 'book'), JOULEBOOK_REGISTRY: folder };
  const warnings: Problem[] = [];
  let result: RunResult | null = null;
  await track(
    'node',
    async (run) => {
      for (const n of run.epochs(4)) {
        const window = run.window('forward');
        const until = performance.now() + 100;
        while (performance.now() < until); // as a training does
        run.log({ loss: 1 / n });
        const cost = (await window.end())?.energy.attributed;
        expect(cost?.unit).toBe('J');
      }
      expect((await run.snapshot())?.forecast?.energy.unit).toBe('J');
    },
    {
      host: realHost({ env }),
      strict: true,
      params: { lr: 0.1 },
      intervalS: 0.1,
      onWarning: (warning) => warnings.push(warning),
      onEnd: (ended) => (result = ended),
    },
  );
  const ended = result as unknown as RunResult;
  expect(ended).toMatchObject({ name: 'node', state: 'ok' });
  const { low, high } = interval(fromWritten(ended.energy.attributed));
  expect(low ?? 0).toBeGreaterThanOrEqual(0);
  expect(high).toBeGreaterThan(0);
  const record = JSON.parse(readFileSync(ended.record ?? '', 'utf8')) as RunRecord;
  expect(record).toMatchObject({
    id: ended.run,
    kind: 'block',
    params: { lr: 0.1 },
    metrics: { loss: 0.25 },
  });
  expect(record.energy.epochs).toHaveLength(4);
  expect(record.energy.stages['forward']?.count).toBe(4);
  expect(record.samples).toBeGreaterThanOrEqual(4); // taken while the loop was blocked
});
