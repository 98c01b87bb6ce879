import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alignByCrossCorrelation } from '../../../src/meters/whole/align.ts';
import { wholeConstants } from '../../../src/meters/whole/whole-constants.io.ts';
import type { WattSeries } from '../../../src/meters/whole/watt-series.ts';

const LIMITS = wholeConstants().alignment;

/** Numbers that look random and are the same each time. */
function noise(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Near enough to normal: twelve uniforms. */
function normal(random: () => number): number {
  let sum = -6;
  for (let k = 0; k < 12; k += 1) sum += random();
  return sum;
}

/** A load that switches at uneven times. */
function load(seed: number, lengthS: number): (t: number) => number {
  const random = noise(seed);
  const edges: number[] = [];
  const levels: number[] = [];
  for (let t = 0; t < lengthS; t += 2 + random() * 14) {
    edges.push(t);
    levels.push(80 + random() * 300);
  }
  return (t) => {
    let k = 0;
    while (k + 1 < edges.length && (edges[k + 1] ?? 0) <= t) k += 1;
    return levels[k] ?? 80;
  };
}

/** Reads a load every so often with a clock of its own; 10 % noise. */
function logged(
  power: (t: number) => number,
  seed: number,
  options: {
    readonly everyS: number;
    readonly fromS: number;
    readonly toS: number;
    readonly behindS: number;
    readonly drift?: number;
  },
): WattSeries {
  const random = noise(seed);
  const timesS: number[] = [];
  const watts: number[] = [];
  for (let t = options.fromS; t < options.toS; t += options.everyS * (0.9 + 0.2 * random())) {
    timesS.push((t - options.behindS) * (1 + (options.drift ?? 0)));
    watts.push(Math.max(0, power(t) * (1 + 0.1 * normal(random))));
  }
  return { timesS: Float64Array.from(timesS), watts: Float64Array.from(watts) };
}

describe('two traces of one load', () => {
  /** How far off the shift of two half-hour traces is found, s; both read once a second, at different moments. */
  function missedBy(seed: number, behindS: number): number {
    const power = load(seed, 1800);
    const reference = logged(power, seed + 1, { everyS: 1, fromS: 0, toS: 1800, behindS: 0 });
    const logger = logged(power, seed + 2, { everyS: 1, fromS: 40, toS: 1780, behindS });
    const found = alignByCrossCorrelation(reference, logger, 60, LIMITS);
    if (!found.ok) throw new Error(found.why);
    return Math.abs(found.shiftS - behindS);
  }

  test('are aligned within 0.2 s, in spite of 10 % noise, uneven readings and different beginnings', () => {
    for (let seed = 1; seed <= 20; seed += 1) expect(missedBy(seed * 31, seed - 10)).toBeLessThan(0.2);
  });

  test('whatever the load and the shift, are aligned', () => {
    const shift = fc.double({ min: -50, max: 50, noNaN: true });
    fc.assert(
      // A jump's moment is known to a second only, so some are off by more than the usual tenth of one.
      fc.property(fc.integer({ min: 1, max: 1e6 }), shift, (seed, behindS) => {
        expect(missedBy(seed, behindS)).toBeLessThan(0.6);
      }),
      { numRuns: 20 },
    );
  });

  test('on clocks that count from different moments, and drift', () => {
    const power = load(7, 1200);
    const reference = logged(power, 8, { everyS: 1, fromS: 0, toS: 1200, behindS: -1.7e9 });
    const logger = logged(power, 9, { everyS: 2, fromS: 0, toS: 1200, behindS: -1.7e9 + 12.3 });
    const found = alignByCrossCorrelation(reference, logger, 60, LIMITS);
    if (!found.ok) throw new Error(found.why);
    expect(found.shiftS).toBeCloseTo(12.3, 0);
    const drifting = logged(power, 10, { everyS: 1, fromS: 0, toS: 1200, behindS: 5, drift: 100e-6 });
    const plain = logged(power, 8, { everyS: 1, fromS: 0, toS: 1200, behindS: 0 });
    const drifted = alignByCrossCorrelation(plain, drifting, 60, LIMITS);
    if (!drifted.ok) throw new Error(drifted.why);
    expect(Math.abs(drifted.shiftS - 5)).toBeLessThan(0.2);
  });

  test('a day long are aligned in a few seconds', () => {
    const power = load(3, 86_400);
    const memo = new Map<number, number>();
    const fast = (t: number): number => {
      const key = Math.floor(t);
      let value = memo.get(key);
      if (value === undefined) memo.set(key, (value = power(key)));
      return value;
    };
    const reference = logged(fast, 4, { everyS: 5, fromS: 0, toS: 86_400, behindS: 0 });
    const logger = logged(fast, 5, { everyS: 5, fromS: 0, toS: 86_400, behindS: 31 });
    const found = alignByCrossCorrelation(reference, logger, 120, LIMITS);
    if (!found.ok) throw new Error(found.why);
    expect(Math.abs(found.shiftS - 31)).toBeLessThan(0.5);
  });
});

describe('refuses', () => {
  const flat = (): number => 200;
  const options = { everyS: 1, fromS: 0, toS: 600, behindS: 0 };

  test('constant power, with and without noise', () => {
    const still: WattSeries = {
      timesS: Float64Array.from({ length: 600 }, (_, k) => k),
      watts: new Float64Array(600).fill(200),
    };
    expect(alignByCrossCorrelation(still, still, 60, LIMITS)).toMatchObject({ ok: false });
    for (let seed = 1; seed < 30; seed += 1) {
      const found = alignByCrossCorrelation(
        logged(flat, seed, options),
        logged(flat, seed + 50, options),
        60,
        LIMITS,
      );
      expect(found).toMatchObject({
        ok: false,
        why: expect.stringContaining('too little structure') as string,
      });
    }
  });

  test('a load that repeats itself within the shifts that are tried', () => {
    const square = (t: number): number => (t % 20 < 10 ? 100 : 300);
    const found = alignByCrossCorrelation(logged(square, 1, options), logged(square, 2, options), 60, LIMITS);
    expect(found).toMatchObject({ ok: false, why: expect.stringContaining('repeats') as string });
  });

  test('other loads, and too few readings', () => {
    const a = logged(load(1, 600), 3, options);
    const b = logged(load(2, 600), 4, options);
    expect(alignByCrossCorrelation(a, b, 30, LIMITS).ok).toBe(false);
    const one: WattSeries = { timesS: Float64Array.of(1), watts: Float64Array.of(1) };
    expect(alignByCrossCorrelation(a, one, 30, LIMITS)).toMatchObject({ ok: false });
  });
});
