import { describe, expect, it } from 'vitest';
import { bucketText } from '../../../web/pages/run/power/bucket-text.ts';
import type { PowerAnswer } from '../../../web/pages/run/power/power-answer.ts';
import {
  atRows,
  bucketLength,
  cumulative,
  energyAt,
  isRaw,
  meanOf,
  peakOf,
  powerRows,
} from '../../../web/pages/run/power/power-rows.ts';

const ANSWER: PowerAnswer = {
  channels: ['machine', 'attributed'],
  fromS: [0, 10, 60],
  toS: [10, 20, 70],
  min: [
    [1, 2, 3],
    [5, null, 40],
  ],
  max: [
    [9, 9, 9],
    [15, null, 60],
  ],
  mean: [
    [4, 4, 4],
    [10, null, 50],
  ],
  beforeJ: 1000,
};

describe('power over time', () => {
  it('has a gap where intervals stand apart, at which nothing is known', () => {
    const rows = powerRows(ANSWER);
    expect(rows.x).toEqual([5, 15, 40, 65]);
    expect(rows.bucket).toEqual([0, 1, -1, 2]);
    expect(rows.rowOf).toEqual([0, 1, 3]);
    expect(rows.gaps).toBe(1);
    expect(atRows(rows, ANSWER.mean[1] ?? [])).toEqual([10, null, null, 50]);
  });

  it('adds up to the energy so far, from what was spent before', () => {
    const sums = cumulative(ANSWER);
    expect(sums).toEqual([1100, 1100, 1600]);
    expect(energyAt(5, ANSWER, sums)).toBe(1050);
    expect(energyAt(65, ANSWER, sums)).toBe(1350);
    expect(energyAt(1e9, ANSWER, sums)).toBe(1600);
    expect(energyAt(5, { fromS: [], toS: [], beforeJ: 0 }, [])).toBeUndefined();
  });

  it('knows its peak, and its mean by the length of what is known', () => {
    expect(peakOf(ANSWER, 'attributed')).toEqual({ watts: 60, atS: 65 });
    expect(meanOf(ANSWER, 'attributed')).toBe(30);
    expect(peakOf(ANSWER, 'gpu:0')).toBeUndefined();
    expect(bucketLength(ANSWER)).toBe(10);
  });

  it('says how what is drawn was made of the samples', () => {
    const of = { samples: 10_000_000, buckets: 1600, bucketS: 0.625, isRaw: false, isZoomed: false };
    expect(bucketText(of).replaceAll('\u202f', ' ')).toBe(
      '10 000 000 samples, 1 600 buckets of 625 ms: min, max, mean',
    );
    expect(bucketText({ ...of, samples: 1, buckets: 1 })).toBe('1 sample, each drawn');
    expect(bucketText({ ...of, isZoomed: true })).toContain('in the run; here');
    expect(bucketText({ ...of, isZoomed: true, isRaw: true })).toContain('each sample drawn');
    expect(isRaw(ANSWER)).toBe(false);
    expect(isRaw({ min: [[1, null]], max: [[1, null]] })).toBe(true);
  });
});
