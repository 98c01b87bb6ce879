import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { JournalEvent } from '../../src/book/journal-event.ts';
import { JournalWriter } from '../../src/book/journal-writer.io.ts';
import { createRunFolder, type RunFolder } from '../../src/book/run-folder.io.ts';
import { countAt, FACTOR, HEADER_BYTES, LEVELS, placeOf, recordBytes } from '../../src/book/series-layout.ts';
import { type PowerSeries, readPower, readSeries } from '../../src/book/series-reader.io.ts';
import { rebuildSeries, SeriesWriter } from '../../src/book/series-writer.io.ts';
import { component, ID, machine, sample, start } from './events.ts';

let dir: string;
let folder: RunFolder;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'jb-series-'));
  const made = createRunFolder(dir, ID);
  if (!made.ok) throw new Error(made.error.what);
  folder = made.value;
});
afterEach(() => rmSync(dir, { recursive: true }));

/** Levels and indices in the order in which a writer completes them. */
function order(bases: number): readonly (readonly [number, number])[] {
  const all: (readonly [number, number])[] = [];
  for (let n = 1; n <= bases; n++) {
    for (let level = 0; level < LEVELS && n % FACTOR ** level === 0; level++)
      all.push([level, n / FACTOR ** level - 1]);
  }
  return all;
}

describe('layout', () => {
  test('the place of a record is where a writer that only appends has put it', () => {
    order(FACTOR ** 6).forEach(([level, index], place) => {
      if (placeOf(level, index) !== place)
        expect([level, index, placeOf(level, index)]).toEqual([level, index, place]);
    });
    expect(placeOf(LEVELS - 1, 0)).toBe(order(FACTOR ** (LEVELS - 1)).length - 1);
  });

  test('how many records of each level are there follows from the length', () => {
    const all = order(300);
    for (let total = 0; total <= all.length; total++) {
      for (let level = 0; level < LEVELS; level++) {
        expect(countAt(level, total)).toBe(all.slice(0, total).filter(([l]) => l === level).length);
      }
    }
  });
});

const TWO = machine([component('cpu'), component('other')]);

/** Writes a run of the given powers, one sample a second, with its series as it grows. */
function write(
  watts: readonly number[],
  options: { readonly series?: boolean; readonly head?: readonly JournalEvent[] } = {},
): void {
  const made = JournalWriter.create(folder.journal);
  if (!made.ok) throw new Error(made.error.what);
  const journal = made.value;
  const series = new SeriesWriter(folder.series);
  const put = (t: number, event: JournalEvent): void => {
    const offset = journal.bytes;
    const line = { ...event, seq: journal.seq, t };
    expect(journal.append(t, event)).toBeUndefined();
    if (options.series !== false) expect(series.apply(line, offset)).toBeUndefined();
  };
  for (const event of options.head ?? [start(), TWO]) put(1000, event);
  watts.forEach((w, i) => put(1001 + i, sample([w * 0.75, w * 0.25], [0, 0], [0.5, 0.5], [0, 0])));
  journal.close();
  series.close();
}

function power(range: Parameters<typeof readPower>[1]): PowerSeries {
  const read = readPower(folder, range);
  if (!read.ok) throw new Error(read.error.what);
  return read.value;
}

/** Total energy of a channel, J. */
function energy({ buckets }: PowerSeries, channel = 0): number {
  return buckets.reduce((sum, b) => sum + (b.mean[channel] ?? Number.NaN) * (b.toS - b.fromS), 0);
}

const wave = (n: number): number[] =>
  Array.from({ length: n }, (_, i) => 100 + 50 * Math.sin(i / 7) + (i % 13));
const total = (watts: readonly number[]): number => watts.reduce((sum, w) => sum + w, 0);

test('any run, in any number of buckets: the energy, the extremes and the order are those of its samples', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1500 }), fc.integer({ min: 1, max: 400 }), (n, buckets) => {
      rmSync(folder.journal, { force: true });
      rmSync(folder.series, { force: true });
      const watts = wave(n);
      write(watts);
      const series = power({ buckets });
      expect(series.channels).toEqual(['machine', 'attributed', 'cpu', 'other']);
      expect(series.buckets.length).toBeLessThanOrEqual(buckets);
      expect(energy(series) / total(watts)).toBeCloseTo(1, 6);
      expect(energy(series, 1) / total(watts)).toBeCloseTo(0.5, 6);
      expect(energy(series, 2) / total(watts)).toBeCloseTo(0.75, 6);
      expect(Math.max(...series.buckets.map((b) => b.max[0] ?? 0))).toBeCloseTo(Math.max(...watts), 3);
      expect(Math.min(...series.buckets.map((b) => b.min[0] ?? 0))).toBeCloseTo(Math.min(...watts), 3);
      expect(series.buckets[0]?.fromS).toBe(0);
      expect(series.buckets.at(-1)?.toS).toBe(n);
      series.buckets.forEach((b, i) => expect(b.fromS).toBe(i === 0 ? 0 : series.buckets[i - 1]?.toS));
    }),
    { numRuns: 25 },
  );
});

test('a short run has no series file, and its samples one by one', () => {
  write(wave(40));
  expect(() => statSync(folder.series)).toThrow(/ENOENT/u);
  expect(readSeries(folder.series, { buckets: 10 })).toMatchObject({
    ok: false,
    error: { code: 'E_BOOK_READ' },
  });
  const { buckets } = power({ buckets: 100 });
  expect(buckets).toHaveLength(40);
  expect(buckets[3]).toMatchObject({ fromS: 3, toS: 4 });
  expect(buckets[3]?.mean[0]).toBeCloseTo(wave(40)[3] ?? 0, 3);
});

test('a part of a run: coarse from the series, fine from the journal', () => {
  const watts = wave(3000);
  write(watts);
  const fine = power({ from: 1000, to: 1100, buckets: 1000 });
  expect(fine.buckets.map((b) => b.fromS)).toEqual(Array.from({ length: 100 }, (_, i) => 1000 + i));
  fine.buckets.forEach((b, i) => expect(b.mean[0]).toBeCloseTo(watts[1000 + i] ?? 0, 3));
  const coarse = power({ from: 640, to: 1280, buckets: 5 });
  expect(energy(coarse)).toBeCloseTo(total(watts.slice(640, 1280)), 0);
  expect(power({ from: 5000, to: 6000, buckets: 10 }).buckets).toEqual([]);
});

test('cut off anywhere by a crash, the rest comes from the journal', () => {
  const watts = wave(700);
  write(watts);
  const whole = readFileSync(folder.series);
  for (const length of [
    0,
    10,
    HEADER_BYTES,
    HEADER_BYTES + 5,
    HEADER_BYTES + recordBytes(4) * 3 + 1,
    whole.length - 1,
    whole.length,
  ]) {
    writeFileSync(folder.series, whole.subarray(0, length));
    for (const buckets of [3, 50])
      expect(energy(power({ buckets })) / total(watts), `${length}`).toBeCloseTo(1, 6);
  }
  truncateSync(folder.series, 0);
  appendFileSync(folder.series, 'this is no series'.repeat(100));
  expect(energy(power({ buckets: 10 })) / total(watts)).toBeCloseTo(1, 6);
});

test('made again from the journal, it is the same file', () => {
  write(wave(1000));
  const live = readFileSync(folder.series);
  rmSync(folder.series);
  expect(rebuildSeries(folder)).toBeUndefined();
  expect(readFileSync(folder.series).equals(live)).toBe(true);
});

test('a component that comes later or goes is not known then, and nothing shifts', () => {
  const three = machine([component('cpu'), component('gpu:0', { available: false })]);
  write(wave(128));
  const made = JournalWriter.reopen(folder.journal);
  if (!made.ok) throw new Error(made.error.what);
  made.value.append(1128, three);
  for (let i = 0; i < 100; i++) made.value.append(1129 + i, sample([10], [0], [1], [0]));
  made.value.close();
  rmSync(folder.series);
  expect(rebuildSeries(folder)).toBeUndefined();
  const last = power({ buckets: 228 }).buckets.at(-1);
  expect([...(last?.mean ?? [])]).toEqual([10, 10, 10, Number.NaN]);
});

test('a nested run has its dynamic part only, as its record has', () => {
  write([10, 10], { head: [start({ parentId: 'P' }), machine([component('cpu'), component('other')])] });
  expect(power({ buckets: 2 }).buckets[0]?.mean[1]).toBeCloseTo(5, 6);
});

test('a fault of the disk is told once; the journal stands in', () => {
  const series = new SeriesWriter(join(dir, 'none', 'series.bin'));
  const told: unknown[] = [];
  series.apply({ ...start(), seq: 0, t: 0 }, 0);
  series.apply({ ...TWO, seq: 1, t: 0 }, 0);
  for (let i = 0; i < 200; i++)
    told.push(series.apply({ ...sample([1, 1], [0, 0], [1, 1], [0, 0]), seq: 2 + i, t: i + 1 }, 0));
  expect(told.filter((found) => found !== undefined)).toMatchObject([
    { code: 'E_BOOK_WRITE', fix: expect.any(String) },
  ]);
});

test('a series of 10 million samples is read in 50 ms, at its levels', () => {
  const series = new SeriesWriter(folder.series);
  series.apply({ ...start(), seq: 0, t: 0 }, 0);
  series.apply({ ...machine([component('cpu')]), seq: 1, t: 0 }, 0);
  const line = { ...sample([1], [0], [1], [0]), seq: 2, t: 0 };
  const e = [0];
  const n = 10_000_000;
  for (let i = 1; i <= n; i++) {
    e[0] = 50 + (i % 100);
    (line as { e: readonly number[] }).e = e;
    (line as { t: number }).t = i;
    series.apply(line, i);
  }
  series.close();
  const times = [undefined, [0, 1e6], [4.2e6, 4.3e6], [9.9e6, 1e7]].map((range) => {
    // The quickest of some: what else the machine does meanwhile is not the reader's.
    const tries = Array.from({ length: 5 }, () => {
      const from = performance.now();
      const read = readSeries(folder.series, {
        buckets: 1000,
        ...(range === undefined ? {} : { from: range[0] ?? 0, to: range[1] ?? 0 }),
      });
      const ms = performance.now() - from;
      if (!read.ok) throw new Error(read.error.what);
      expect(read.value.buckets.length).toBeGreaterThan(900);
      expect(read.value.buckets.length).toBeLessThanOrEqual(1000);
      return ms;
    });
    return Math.min(...tries);
  });
  expect(Math.max(...times)).toBeLessThan(50);
});
