import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shownBand, shownDuration, unshownBand } from '../../../src/book/columns/shown-number.ts';
import { printCarbon, printEnergy } from '../../../src/units/format.ts';
import { printDuration } from '../../../src/units/format-duration.ts';

const positive = fc.double({ min: 1e-9, max: 1e15, noNaN: true });
const part = fc.double({ min: 0, max: 1, noNaN: true });
/** Close to where the number of printed digits changes. */
const nearEdge = fc.double({ min: 0.048, max: 0.052, noNaN: true });

describe('a number that is only as exact as it is shown', () => {
  test.each([
    ['energy', 3600, 0.01, printEnergy],
    ['carbon', 1, 0.05, printCarbon],
  ] as const)('prints as the whole one: %s', (_, unit, step, print) => {
    fc.assert(
      fc.property(positive, fc.oneof(part, nearEdge), fc.oneof(part, nearEdge), (value, down, up) => {
        const whole = { value, low: value * (1 - down), high: value * (1 + up) };
        const shown = unshownBand(shownBand(whole, unit, step), unit);
        const about = { unit: '', errors: {} };
        expect(print({ ...shown, ...about })).toBe(print({ ...whole, ...about }));
      }),
      { numRuns: 2000 },
    );
  });

  test('without a band it has three digits, and what is missing stays missing', () => {
    expect(shownBand({ value: 1234.4, low: null, high: null }, 1, 0.01)).toEqual({
      value: 1230,
      low: null,
      high: null,
    });
    expect(shownBand({ value: null, low: 1, high: 9 }, 1, 0.01)).toEqual({ value: null, low: 1, high: 9 });
    expect(shownBand({ value: 0, low: 0, high: 9 }, 3600, 0.01)).toEqual({ value: 0, low: 0, high: 9 });
  });

  test('a duration prints as the whole one', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e8, noNaN: true }), (seconds) => {
        expect(printDuration(shownDuration(seconds))).toBe(printDuration(seconds));
      }),
      { numRuns: 2000 },
    );
  });
});
