import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sum } from '../../src/units/arithmetic.ts';
import { bounded, type Estimate, estimate } from '../../src/units/estimate.ts';
import { RunningSum } from '../../src/units/running-sum.ts';

const term: fc.Arbitrary<Estimate> = fc.oneof(
  fc
    .tuple(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.integer({ min: 0, max: 400 }))
    .map(([value, source]) => estimate(value, { shared: 0.1, [`own:${source}`]: [0.1, 0.2] })),
  fc.constant(bounded(1, 2)),
);

/** The same but for the rounding of another order. */
function expectNear(got: number | null | undefined, wanted: number | null | undefined): void {
  if (typeof wanted !== 'number') expect(got).toEqual(wanted);
  else expect(Math.abs((got ?? Number.NaN) - wanted)).toBeLessThanOrEqual(1e-9 * Math.abs(wanted));
}

describe('a running sum', () => {
  test('is the sum of all terms, whenever it is asked for', () => {
    fc.assert(
      fc.property(fc.array(term, { maxLength: 700 }), fc.nat(700), (terms, early) => {
        const running = new RunningSum();
        for (const [i, one] of terms.entries()) {
          running.add(one);
          if (i === early) expectNear(running.total.value, sum(terms.slice(0, i + 1)).value);
        }
        const [got, wanted] = [running.total, sum(terms)];
        expect(Object.keys(got.errors).sort()).toEqual(Object.keys(wanted.errors).sort());
        expectNear(got.low, wanted.low);
        expectNear(got.value, wanted.value);
      }),
      { numRuns: 40 },
    );
  });

  test('of very many terms of a source each takes no longer for each of them', () => {
    const running = new RunningSum();
    const startMs = performance.now();
    for (let i = 0; i < 40_000; i++) running.add(estimate(1, { [`own:${i}`]: 0.1 }));
    expect(running.total.value).toBeCloseTo(40_000, 6);
    // One by one it takes minutes.
    expect(performance.now() - startMs).toBeLessThan(60_000);
  });
});
