import fc from 'fast-check';
import { expect, test } from 'vitest';
import { roundTo } from '../../../src/pipeline/compare/round.ts';

test.each([
  [0.5, 0, 0],
  [1.5, 0, 2],
  [2.5, 0, 2],
  [-2.5, 0, -2],
  [0.125, 2, 0.12],
  [0.375, 2, 0.38],
  [2.675, 2, 2.67],
  [0.03125, 4, 0.0312],
  [1e22, 5, 1e22],
  [1e-7, 5, 0],
  [0.123456789, 5, 0.12346],
  [Number.POSITIVE_INFINITY, 3, Number.POSITIVE_INFINITY],
] as const)('Python rounds %d to %i digits as %d', (value, digits, rounded) => {
  expect(roundTo(value, digits)).toBeCloseTo(rounded, 12);
});

test('rounding moves a number by half a digit at most', () => {
  fc.assert(
    fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.nat(8), (value, digits) => {
      expect(Math.abs(roundTo(value, digits) - value)).toBeLessThanOrEqual(0.5000001 * 10 ** -digits);
    }),
  );
});
