import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Acquisition } from '../../../../src/search/samplers/gp/acquisition.ts';
import { misfitOf } from '../../../../src/search/samplers/gp/fit-shape.ts';
import { GaussianProcess, type Observations } from '../../../../src/search/samplers/gp/gaussian-process.ts';
import { forLosses } from '../../../../src/search/samplers/gp/shape.ts';

const seen = (phase: number): Observations => ({
  points: Array.from({ length: 14 }, (_, i) =>
    Float64Array.of((i * 0.618) % 1, (i * 0.414 + 0.1) % 1, i % 3, (i * 0.732) % 1),
  ),
  isChoice: [false, false, true, false],
  targets: Float64Array.from({ length: 14 }, (_, i) => Math.sin(i * 1.3 + phase)),
});
const SHAPE = { lengths: Float64Array.of(0.4, 0.7, 1, 2), noise: 0.01 };

/** The slope along a coordinate by differences. */
function differenceOf(f: (point: Float64Array) => number, point: Float64Array, at: number): number {
  const [above, below] = [Float64Array.from(point), Float64Array.from(point)];
  above[at] = (point[at] as number) + 1e-5;
  below[at] = (point[at] as number) - 1e-5;
  return (f(above) - f(below)) / 2e-5;
}

const unit = fc.double({ min: 0.01, max: 0.99, noNaN: true });

describe('slopes', () => {
  it('are those of the promise of a point, with and without constraints', () => {
    const [losses, other] = [new GaussianProcess(seen(0), SHAPE), new GaussianProcess(seen(1), SHAPE)];
    const constraints = [{ process: other, limit: 0.1 }];
    const all = [
      { losses, best: -0.5, constraints: [] },
      { losses, best: -0.5, constraints },
      { losses, best: undefined, constraints },
    ].map((beliefs) => new Acquisition(beliefs));
    fc.assert(
      fc.property(unit, unit, fc.nat(3), unit, (a, b, choice, d) => {
        const point = Float64Array.of(a, b, choice, d);
        for (const acquisition of all) {
          const slopes = new Float64Array(4);
          const promise = acquisition.of(point, slopes);
          expect(acquisition.ofMany(point, 1)[0]).toBeCloseTo(promise, 10);
          for (const at of [0, 1, 3]) {
            const wanted = differenceOf((x) => acquisition.of(x, new Float64Array(4)), point, at);
            expect(Math.abs((slopes[at] as number) - wanted)).toBeLessThan(
              1e-4 * Math.max(1, Math.abs(wanted)),
            );
          }
          expect(slopes[2]).toBe(0);
        }
      }),
    );
  });

  it('are those of the misfit of a shape', () => {
    const prior = forLosses(4);
    const log = fc.double({ min: -2, max: 1.5, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(log, log, log, log, fc.double({ min: -8, max: -0.5, noNaN: true })), (scales) => {
        const logs = Float64Array.from(scales);
        const slopes = new Float64Array(5);
        misfitOf(seen(2), logs, prior, slopes);
        for (const at of logs.keys()) {
          const wanted = differenceOf((x) => misfitOf(seen(2), x, prior, new Float64Array(5)), logs, at);
          expect(Math.abs((slopes[at] as number) - wanted)).toBeLessThan(
            1e-4 * Math.max(1, Math.abs(wanted)),
          );
        }
      }),
    );
  });
});
