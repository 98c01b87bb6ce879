import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scalarised, standardised } from '../../../../src/search/samplers/gp/targets.ts';

describe('targets', () => {
  it('have mean 0 and deviation 1, and keep their order', () => {
    const { values, zero } = standardised([3, 1, 2, 6]);
    const wanted = [0, -2, -1, 3].map((x) => x / Math.sqrt(14 / 4));
    for (const [i, value] of wanted.entries()) expect(values[i]).toBeCloseTo(value, 12);
    expect(zero).toBeCloseTo(-3 / Math.sqrt(14 / 4), 12);
  });

  it('are not pressed together by one that is huge or infinite', () => {
    const { values } = standardised([1, 2, 3, 4, 1e18, Infinity]);
    expect((values[3] as number) - (values[0] as number)).toBeGreaterThan(0.5);
    expect(values[5]).toBe(values[4]);
  });

  it('are numbers for whatever losses', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true })), (losses) => {
        expect([...standardised(losses).values].every(Number.isFinite)).toBe(true);
        const rows = losses.map((loss) => [loss, 1]);
        expect(scalarised(rows, [0.5, 0.5]).every(Number.isFinite)).toBe(true);
      }),
    );
  });

  it('are 0 where all losses are equal', () => {
    expect([...standardised([0.1 + 0.2, 0.3, 0.3]).values]).toEqual([0, 0, 0]);
  });
});

describe('several losses as one', () => {
  const rows = [
    [0, 10],
    [5, 3],
    [10, 0],
    [9, 9],
  ];
  const bestFor = (weights: readonly number[]): number => {
    const scalars = scalarised(rows, weights);
    return scalars.indexOf(Math.min(...scalars));
  };

  it('make any of the front the best by some weights, and none that is dominated', () => {
    expect([bestFor([0.9, 0.1]), bestFor([0.5, 0.5]), bestFor([0.1, 0.9])]).toEqual([0, 1, 2]);
    for (let w = 0; w <= 1; w += 0.05) expect(bestFor([w, 1 - w])).not.toBe(3);
  });
});
