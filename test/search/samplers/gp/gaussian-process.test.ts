import { describe, expect, it } from 'vitest';
import { GaussianProcess, type Observations } from '../../../../src/search/samplers/gp/gaussian-process.ts';
import { usualShape } from '../../../../src/search/samplers/gp/shape.ts';

const POINTS = [
  [0.1, 0.2],
  [0.5, 0.9],
  [0.8, 0.3],
  [0.3, 0.6],
].map((point) => Float64Array.from(point));

const seen: Observations = {
  points: POINTS,
  isChoice: [false, false],
  targets: Float64Array.from([1, -1, 0.5, 0]),
};

describe('a Gaussian process', () => {
  it('passes through what it has seen where there is no noise, and is sure of it', () => {
    const process = new GaussianProcess(seen, { lengths: Float64Array.from([0.4, 0.4]), noise: 1e-9 });
    for (const [i, point] of POINTS.entries()) {
      expect(process.mean(point)).toBeCloseTo(seen.targets[i] as number, 6);
      expect(process.predict(point).deviation).toBeLessThan(0.01);
    }
  });

  it('has the mean and deviation of the closed form', () => {
    // One observation y at distance 0: k = 1, so the mean is y / (1 + noise); the variance (y²/(1 + noise) + 2) / 3 · (1 - 1 / (1 + noise)).
    const one = { points: [Float64Array.of(0.5)], isChoice: [false], targets: Float64Array.of(2) };
    const process = new GaussianProcess(one, { lengths: Float64Array.of(1), noise: 0.25 });
    const { mean, deviation } = process.predict(Float64Array.of(0.5));
    expect(mean).toBeCloseTo(1.6, 12);
    expect(deviation ** 2).toBeCloseTo(((4 / 1.25 + 2) / 3) * (1 - 1 / 1.25), 12);
  });

  it('knows nothing far from what it has seen', () => {
    const process = new GaussianProcess(seen, { lengths: Float64Array.from([0.01, 0.01]), noise: 0.01 });
    const { mean, deviation } = process.predict(Float64Array.of(0.99, 0.01));
    expect(Math.abs(mean)).toBeLessThan(1e-6);
    // The prior's standard deviation: of four targets with two of variance 1 beside them.
    expect(deviation).toBeCloseTo(Math.sqrt((2.25 / 1.01 + 2) / 6), 6);
  });

  it('expects the same of many points at once as of each alone', () => {
    const process = new GaussianProcess(seen, usualShape(2));
    const points = Array.from({ length: 7 }, (_, i) => Float64Array.of((i * 0.618) % 1, (i * 0.414) % 1));
    const many = process.at(Float64Array.from(points.flatMap((point) => [...point])), points.length);
    const indices = [6, 2, 5, 0, 3];
    expect([...many.deviations(indices)]).toEqual(
      indices.map((index) => process.predict(points[index] as Float64Array).deviation),
    );
    expect([...many.means]).toEqual(points.map((point) => process.mean(point)));
  });

  it('takes two choices as apart however far their indices are', () => {
    const choices = {
      ...seen,
      points: [0, 1, 7, 3].map((i) => Float64Array.of(i, 0.5)),
      isChoice: [true, false],
    };
    const process = new GaussianProcess(choices, usualShape(2));
    const other = process.predict(Float64Array.of(9, 0.5));
    expect(process.predict(Float64Array.of(2, 0.5))).toEqual(other);
  });
});
