import { describe, expect, it } from 'vitest';
import { partForetold } from '../../../src/search/auto/part-foretold.ts';
import { streamOf } from '../../../src/search/random/stream-of.ts';
import { GaussianProcess } from '../../../src/search/samplers/gp/gaussian-process.ts';
import { standardised } from '../../../src/search/samplers/gp/targets.ts';

const random = streamOf(3, 'points');
const points = Array.from({ length: 20 }, () => Float64Array.of(random.uniform(), random.uniform()));
const isChoice = [false, false];
const shape = { lengths: Float64Array.of(0.4, 0.6), noise: 0.01 };

const foretold = (losses: readonly number[]): number => {
  const targets = standardised(losses).values;
  return partForetold(new GaussianProcess({ points, isChoice, targets }, shape), points.length);
};

describe('the part that a process foretells', () => {
  it('is that of processes to which one observation after another is not told', () => {
    const targets = standardised(
      points.map((point) => Math.sin(4 * (point[0] ?? 0)) + (point[1] ?? 0)),
    ).values;
    const squares = points.map((point, left) => {
      const others = points.filter((_, at) => at !== left);
      const theirs = targets.filter((_, at) => at !== left);
      const process = new GaussianProcess({ points: others, isChoice, targets: theirs }, shape);
      return ((targets[left] ?? 0) - process.mean(point)) ** 2;
    });
    const expected = 1 - squares.reduce((sum, square) => sum + square, 0) / points.length;
    const process = new GaussianProcess({ points, isChoice, targets }, shape);
    expect(partForetold(process, points.length)).toBeCloseTo(expected, 9);
  });

  it('is near 1 where losses are smooth, about none where they are chance, and none where they are alike', () => {
    const noise = streamOf(3, 'losses');
    expect(foretold(points.map((point) => ((point[0] ?? 0) - 0.3) ** 2))).toBeGreaterThan(0.8);
    expect(foretold(points.map(() => noise.normal()))).toBeLessThan(0.3);
    expect(foretold(points.map(() => 5))).toBe(0);
  });
});
