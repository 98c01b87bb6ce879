import { describe, expect, it } from 'vitest';
import { multiply, ratio, subtract, sum } from '../../src/units/arithmetic.ts';
import { type Estimate, estimate, interval, sides } from '../../src/units/estimate.ts';

const DRAWS = 40_000;

/** Small deterministic generator (mulberry32), so that the test says the same every time. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Part of the draws inside the interval and in each tail, where every source is one normal deviate that all estimates share. */
function coverage(
  parts: readonly Estimate[],
  result: Estimate,
  compute: (values: readonly number[]) => number,
): { inside: number; below: number; above: number } {
  const random = generator(42);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const sources = [...new Set(parts.flatMap((part) => Object.keys(part.errors)))];
  const { low, high } = interval(result, { signed: true });
  const counts = { inside: 0, below: 0, above: 0 };
  for (let k = 0; k < DRAWS; k += 1) {
    const deviates = new Map(sources.map((source) => [source, normal()] as const));
    const values = parts.map((part) => {
      let factor = 1;
      for (const [source, spread] of Object.entries(part.errors)) {
        const z = deviates.get(source) ?? 0;
        const [down, up] = sides(spread);
        factor *= Math.max(0.02, 1 + (z < 0 ? down : up) * z);
      }
      return (part.value ?? 0) * factor;
    });
    const x = compute(values);
    if (x < (low ?? 0)) counts.below += 1;
    else if (x > (high ?? 0)) counts.above += 1;
    else counts.inside += 1;
  }
  return { inside: counts.inside / DRAWS, below: counts.below / DRAWS, above: counts.above / DRAWS };
}

function expectNinety(
  parts: readonly Estimate[],
  result: Estimate,
  compute: (values: readonly number[]) => number,
): void {
  const { inside, below, above } = coverage(parts, result, compute);
  expect(inside).toBeGreaterThan(0.875);
  expect(inside).toBeLessThan(0.935);
  expect(below).toBeLessThan(0.08);
  expect(above).toBeLessThan(0.08);
}

const add = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

describe('the 90 % interval holds 90 % of what the sources can do', () => {
  it('sum of samples of one model', () => {
    const parts = Array.from({ length: 30 }, (_, i) => estimate(1 + i, { 'model:a': 0.2 }));
    expectNinety(parts, sum(parts), add);
  });
  it('sum of independent meters', () => {
    const parts = Array.from({ length: 8 }, (_, i) => estimate(10 + i, { [`nvml:${i}`]: 0.15 }));
    expectNinety(parts, sum(parts), add);
  });
  it('sum of shared and own sources', () => {
    const parts = Array.from({ length: 6 }, (_, i) => estimate(10, { psu: 0.1, [`nvml:${i}`]: 0.2 }));
    expectNinety(parts, sum(parts), add);
  });
  it('sum with a skewed shared source', () => {
    const parts = [
      estimate(10, { model: [0.13, 0.5] }),
      estimate(30, { model: [0.13, 0.5], own: 0.1 }),
      estimate(5, { other: [0.3, 0.6] }),
    ];
    expectNinety(parts, sum(parts), add);
  });
  it('sum of parts whose split cancels', () => {
    const parts = [estimate(20, { model: 0.15, split: -0.2 }), estimate(10, { model: 0.15, split: 0.4 })];
    const total = sum(parts);
    expect(total.errors).not.toHaveProperty('split');
    expect(interval(total)).toEqual(interval(estimate(30, { model: 0.15 })));
  });
  it('product of energy, PUE and intensity', () => {
    const parts = [
      estimate(2, { model: [0.13, 0.4] }),
      estimate(1.56, { pue: [0.18, 0.17] }),
      estimate(50, { grid: [0.36, 0.38] }),
    ] as const;
    const [energy, pue, grid] = parts;
    expectNinety(parts, multiply(multiply(energy, pue), grid), ([a = 0, b = 0, c = 0]) => a * b * c);
  });
  it('product that shares a source', () => {
    const parts = [estimate(2, { m: 0.15, x: 0.1 }), estimate(3, { m: [0.1, 0.2] })] as const;
    expectNinety(parts, multiply(...parts), ([a = 0, b = 0]) => a * b);
  });
  it('ratio of two runs on one machine', () => {
    const parts = [estimate(9, { model: 0.25, a: 0.05 }), estimate(3, { model: 0.25, b: 0.05 })] as const;
    expectNinety(parts, ratio(...parts), ([a = 0, b = 1]) => a / b);
  });
  it('ratio that shares a part of a source', () => {
    const parts = [estimate(9, { model: 0.25 }), estimate(3, { model: 0.1, b: 0.1 })] as const;
    expectNinety(parts, ratio(...parts), ([a = 0, b = 1]) => a / b);
  });
  it('difference of two runs on one machine', () => {
    const parts = [estimate(12, { model: 0.2, a: 0.05 }), estimate(9, { model: 0.2, b: 0.05 })] as const;
    expectNinety(parts, subtract(...parts), ([a = 0, b = 0]) => a - b);
  });
  it('difference that changes sign', () => {
    const parts = [
      estimate(9, { model: [0.1, 0.3], a: 0.05 }),
      estimate(12, { model: [0.1, 0.3], b: 0.05 }),
    ] as const;
    expectNinety(parts, subtract(...parts), ([a = 0, b = 0]) => a - b);
  });
});
