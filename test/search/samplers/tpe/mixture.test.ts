import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { streamOf } from '../../../../src/search/random/stream-of.ts';
import { dimensionsOf } from '../../../../src/search/samplers/dimension.ts';
import { logCellMass } from '../../../../src/search/samplers/tpe/cell-mass.ts';
import { Mixture } from '../../../../src/search/samplers/tpe/mixture.ts';
import { logNormalMass } from '../../../../src/stats/log-ndtr.ts';
import { float, spaceOf } from '../spaces.ts';

const dimensions = dimensionsOf(
  spaceOf(
    float('x', 0, 1),
    { kind: 'integer', name: 'n', low: 1, high: 5, scale: 'linear' },
    { kind: 'integer', name: 'u', low: 1, high: 300, scale: 'log' },
    { kind: 'categorical', name: 'c', choices: ['a', 'b', 'c'], probabilities: [0.7, 0.2, 0.1] },
  ),
);

/** Coordinates of some trial. */
function coordinates(number: number): readonly number[] {
  const stream = streamOf(5, number);
  return dimensions.map((dimension) => {
    if (dimension.kind === 'choice') return stream.integer(3);
    return dimension.axis.toUnit(dimension.axis.fromUnit(stream.uniform()));
  });
}

describe('a mixture', () => {
  it('is the same to the bit whatever the order in which its trials came and went', () => {
    const changes = fc.array(fc.tuple(fc.boolean(), fc.nat(150)), { maxLength: 400 });
    fc.assert(
      fc.property(changes, fc.boolean(), (steps, settles) => {
        const grown = new Mixture(dimensions, false);
        const points = Array.from({ length: 5 }, (_, k) => coordinates(1000 + k));
        const columns = dimensions.map((_, index) => points.map((point) => point[index] as number));
        const members = new Set<number>();
        for (const [isIn, number] of steps) {
          if (isIn && !members.has(number)) grown.add(number, coordinates(number));
          if (!isIn) grown.remove(number);
          if (isIn) members.add(number);
          else members.delete(number);
          if (settles && number % 5 === 0) grown.logDensity(columns, 5);
        }
        const fresh = new Mixture(dimensions, false);
        for (const number of [...members].sort((a, b) => a - b)) fresh.add(number, coordinates(number));
        expect(grown.logDensity(columns, 5)).toEqual(fresh.logDensity(columns, 5));
        expect(grown.draw(9, streamOf(1))).toEqual(fresh.draw(9, streamOf(1)));
      }),
      { numRuns: 40 },
    );
  });

  it('draws as often as its density says', () => {
    const parameters = spaceOf(float('x', 0, 1), { kind: 'categorical', name: 'c', choices: ['a', 'b'] });
    const mixture = new Mixture(dimensionsOf(parameters), false);
    for (const [number, x] of [0.02, 0.2, 0.21, 0.8].entries()) mixture.add(number, [x, number % 2]);
    const count = 20_000;
    const drawn = mixture.draw(count, streamOf(3));
    const bins = 20;
    let chi = 0;
    for (let bin = 0; bin < bins; bin += 1) {
      for (const choice of [0, 1]) {
        const seen = (drawn[0] ?? []).filter(
          (x, k) => Math.floor(x * bins) === bin && drawn[1]?.[k] === choice,
        ).length;
        // The mean of the density over the bin.
        const fine = Array.from({ length: 40 }, (_, k) => (bin + (k + 0.5) / 40) / bins);
        const logs = mixture.logDensity([fine, fine.map(() => choice)], fine.length);
        const expected = (count * logs.reduce((sum, log) => sum + Math.exp(log), 0)) / fine.length / bins;
        chi += (seen - expected) ** 2 / expected;
      }
    }
    // 39 degrees of freedom; 76.1 is the quantile 0.9996 or so.
    expect(chi).toBeLessThan(76.1);
  });
});

describe('the mass of a cell', () => {
  it('is that of its interval, however narrow', () => {
    const middle = fc.double({ min: -6, max: 6, noNaN: true });
    fc.assert(
      fc.property(middle, fc.double({ min: 1e-3, max: 3, noNaN: true }), (m, width) => {
        const [from, to] = [m - width / 2, m + width / 2];
        expect(logCellMass(from, to)).toBeCloseTo(logNormalMass(from, to), 8);
      }),
    );
    expect(logCellMass(2 - 5e-10, 2 + 5e-10)).toBeCloseTo(Math.log(1e-9) - 2 - Math.log(2 * Math.PI) / 2, 6);
  });
});
