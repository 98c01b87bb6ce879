import { appendFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { encodeLine } from '../../src/book/journal-line.ts';
import { readUsage } from '../../src/book/usage-series.io.ts';
import { UsageGatherer, usageIn } from '../../src/book/usage-series.ts';
import { component, lines, machine, sample, start } from './events.ts';

describe('the use of the machine over a run', () => {
  test('stays small whatever its length, and loses neither the least nor the greatest', () => {
    const gatherer = new UsageGatherer();
    const count = 70_000;
    for (let i = 1; i <= count; i++) gatherer.add(i, 1, [i === 777 ? 64 : 2, 4, Number.NaN, 1]);
    const series = gatherer.series();
    expect(series.samples).toBe(count);
    expect(series.buckets.length).toBeLessThanOrEqual(1 << 15);
    expect(Math.max(...series.buckets.map(({ max }) => max[0] ?? 0))).toBe(64);
    expect(series.buckets.every(({ mean }) => Number.isNaN(mean[2]))).toBe(true);
    const { buckets, perBucket } = usageIn(series, { most: 100 });
    expect(buckets.length).toBeLessThanOrEqual(100);
    expect([buckets[0]?.fromS, buckets.at(-1)?.toS]).toEqual([0, count]);
    expect(perBucket * buckets.length).toBeGreaterThanOrEqual(count);
    const energyLike = buckets.reduce((sum, { fromS, toS, mean }) => sum + (mean[0] ?? 0) * (toS - fromS), 0);
    expect(energyLike).toBeCloseTo(2 * count + 62, 3);
  });

  test('a stretch of it has its own samples', () => {
    const gatherer = new UsageGatherer();
    for (let i = 1; i <= 100; i++) gatherer.add(i, 1, [i, 0, 0, 1]);
    const { buckets, perBucket } = usageIn(gatherer.series(), { from: 10, to: 20, most: 50 });
    expect(perBucket).toBe(1);
    expect(buckets.map(({ toS }) => toS)).toEqual([11, 12, 13, 14, 15, 16, 17, 18, 19, 20]);
  });

  test('is read from a journal, without the lines that were altered', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'joulebook-usage-')), 'journal.jsonl');
    writeFileSync(path, '');
    const events = lines([
      start({ name: '"k":"sample"' }),
      machine([component('cpu')]),
      { ...sample([1], [0], [1], [1]), u: 0.5, b: 2, m: 1e9 },
      { ...sample([1], [0], [1], [1]), u: 8, b: 8 },
      { ...sample([1], [0], [1], [1]), u: 1, b: 1e-7 },
    ]);
    for (const { seq, t, ...event } of events) {
      const line = Buffer.from(encodeLine(seq, t, event)).toString();
      appendFileSync(path, line.includes('"u":8') ? line.replace('"u":8', '"u":9') : line);
    }
    const read = await readUsage(path);
    if (!read.ok) throw new Error(read.error.what);
    expect(read.value.samples).toBe(2);
    expect(read.value.buckets.map(({ mean }) => mean)).toEqual([
      [0.5, 2, 1e9, 1],
      [1, 1e-7, Number.NaN, 1],
    ]);
    expect((await readUsage(`${path}.none`)).ok).toBe(false);
  });
});
