import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { logExpectedImprovement } from '../../../../src/search/samplers/gp/expected-improvement.ts';
import { fitShape } from '../../../../src/search/samplers/gp/fit-shape.ts';
import { GaussianProcess, type Observations } from '../../../../src/search/samplers/gp/gaussian-process.ts';
import { forLosses } from '../../../../src/search/samplers/gp/shape.ts';

interface SeenGolden {
  readonly points: readonly (readonly number[])[];
  readonly targets: readonly number[];
  readonly misfit: number;
}
const goldens = JSON.parse(readFileSync(new URL('../../goldens/gp.json', import.meta.url), 'utf8')) as {
  readonly processes: readonly (SeenGolden & {
    readonly lengths: readonly number[];
    readonly noise: number;
    readonly at: readonly (readonly number[])[];
    readonly means: readonly number[];
    readonly deviations: readonly number[];
  })[];
  readonly shapes: readonly SeenGolden[];
  readonly improvements: readonly (readonly [number, number])[];
};

function observed({ points, targets }: SeenGolden): Observations {
  return {
    points: points.map((point) => Float64Array.from(point)),
    isChoice: points[0]?.map(() => false) ?? [],
    targets: Float64Array.from(targets),
  };
}

describe('the Gaussian process', () => {
  it.each(goldens.processes)('expects what scikit-learn does ($noise of noise)', (golden) => {
    const shape = { lengths: Float64Array.from(golden.lengths), noise: golden.noise };
    const process = new GaussianProcess(observed(golden), shape, forLosses(golden.lengths.length));
    expect(process.misfit).toBeCloseTo(golden.misfit, 7);
    for (const [k, point] of golden.at.entries()) {
      const { mean, deviation } = process.predict(Float64Array.from(point));
      expect(mean).toBeCloseTo(golden.means[k] as number, 7);
      // What is explained of the variance has lost digits where hardly anything is left: it is never below 1e-6.
      const wanted = Math.max(golden.deviations[k] as number, 1e-3 * Math.sqrt(process.variance));
      expect(deviation).toBeCloseTo(wanted, 6);
    }
  });

  it.each(goldens.shapes)('takes a shape as likely as the one that SciPy finds', (golden) => {
    const seen = observed(golden);
    const prior = forLosses(seen.isChoice.length);
    const { misfit } = new GaussianProcess(seen, fitShape(seen, seen.isChoice.length, prior), prior);
    expect(misfit).toBeLessThan(golden.misfit + 1e-3);
  });

  it('has the logarithm of the expected improvement to 11 digits, however small that is', () => {
    for (const [z, wanted] of goldens.improvements)
      expect(Math.abs(logExpectedImprovement(z, 0, 1) - wanted)).toBeLessThan(
        1e-11 * Math.max(1, Math.abs(wanted)),
      );
  });
});
