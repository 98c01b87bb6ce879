import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FittedShape, improvedShape } from '../../../src/search/auto/improved-shape.ts';
import { GaussianProcess, type Observations } from '../../../src/search/samplers/gp/gaussian-process.ts';
import { type Shape, usualShape } from '../../../src/search/samplers/gp/shape.ts';

const fitted = (seen: Observations, shape: Shape): FittedShape => {
  const { misfit } = new GaussianProcess(seen, shape);
  return { shape, misfit };
};

describe('a step towards a better shape', () => {
  it('learns which coordinate matters', () => {
    const points = Array.from({ length: 40 }, (_, i) => Float64Array.of((i * 0.618) % 1, (i * 0.414) % 1));
    const targets = Float64Array.from(points, (point) => Math.sin(9 * (point[0] as number)));
    const seen = { points, isChoice: [false, false], targets };
    let { shape, misfit } = fitted(seen, usualShape(2));
    for (let step = 0; step < 24; step += 1) {
      ({ shape, misfit } = improvedShape(seen, { shape, misfit }, step % 3));
    }
    expect(shape.lengths[1] as number).toBeGreaterThan(3 * (shape.lengths[0] as number));
  });

  it('never takes a worse shape', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 4, maxLength: 4 }),
        fc.nat(2),
        (targets, at) => {
          const points = targets.map((_, i) => Float64Array.of((i * 0.618) % 1, (i * 0.414) % 1));
          const seen = { points, isChoice: [false, false], targets: Float64Array.from(targets) };
          const before = fitted(seen, usualShape(2));
          const after = improvedShape(seen, before, at);
          expect(fitted(seen, after.shape).misfit).toBe(after.misfit);
          return after.misfit <= before.misfit;
        },
      ),
    );
  });
});
