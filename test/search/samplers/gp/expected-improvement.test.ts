import { describe, expect, it } from 'vitest';
import { logExpectedImprovement } from '../../../../src/search/samplers/gp/expected-improvement.ts';

/** ∫ (best - y)⁺ N(y; mean, deviation²) dy by the midpoint rule. */
function integrated(best: number, mean: number, deviation: number): number {
  const [low, high, steps] = [mean - 12 * deviation, best, 400_000];
  const width = (high - low) / steps;
  let sum = 0;
  for (let i = 0; i < steps; i += 1) {
    const y = low + (i + 0.5) * width;
    const z = (y - mean) / deviation;
    sum += (best - y) * Math.exp(-0.5 * z * z);
  }
  return (sum * width) / (deviation * Math.sqrt(2 * Math.PI));
}

describe('the logarithm of the expected improvement', () => {
  it('is that of the integral', () => {
    for (const [best, mean, deviation] of [
      [0, 0, 1],
      [0, 2, 1],
      [-1, 0.5, 0.4],
      [3, 1, 0.2],
    ] as const) {
      expect(Math.exp(logExpectedImprovement(best, mean, deviation))).toBeCloseTo(
        integrated(best, mean, deviation),
        8,
      );
    }
  });

  it('goes on falling where the improvement itself is no longer a number above 0', () => {
    const far = [10, 20, 40, 80].map((mean) => logExpectedImprovement(0, mean, 1));
    expect(far.every(Number.isFinite)).toBe(true);
    expect(far).toEqual([...far].sort((a, b) => b - a));
  });

  it('is a number where the improvement is sure', () => {
    expect(logExpectedImprovement(5, 1, 1e-6)).toBeCloseTo(Math.log(4), 12);
    const [before, after] = [
      logExpectedImprovement(30 - 1e-9, 0, 1),
      logExpectedImprovement(30 + 1e-9, 0, 1),
    ];
    expect(after - before).toBeCloseTo(2e-9 / 30, 12);
  });

  it('has no step where its tail begins', () => {
    const [before, after] = [
      logExpectedImprovement(0, 100 - 1e-3, 1),
      logExpectedImprovement(0, 100 + 1e-3, 1),
    ];
    expect((before - after) / 2e-3).toBeCloseTo(100.02, 3);
  });
});
