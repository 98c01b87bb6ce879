import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Banded,
  shownBand,
  shownDuration,
  unshownBand,
} from '../../../src/book/columns/shown-number.ts';
import { printCarbon, printEnergy } from '../../../src/units/format.ts';
import { printDuration } from '../../../src/units/format-duration.ts';

const positive = fc.double({ min: 1e-9, max: 1e15, noNaN: true });
const part = fc.double({ min: 0, max: 1, noNaN: true });
/** Close to where the number of printed digits changes. */
const nearEdge = fc.double({ min: 0.048, max: 0.052, noNaN: true });

const energy = (band: Banded): string => printEnergy({ ...band, unit: '', errors: {} });

describe('a number that is only as exact as it is shown', () => {
  test.each([
    ['energy', 3600, 0.01, printEnergy],
    ['carbon', 1, 0.05, printCarbon],
  ] as const)('prints as the whole one: %s', (_, unit, step, print) => {
    fc.assert(
      fc.property(positive, fc.oneof(part, nearEdge), fc.oneof(part, nearEdge), (value, down, up) => {
        const whole = { value, low: value * (1 - down), high: value * (1 + up) };
        const printed = (band: Banded): string => print({ ...band, unit: '', errors: {} });
        expect(printed(unshownBand(shownBand(whole, unit, step, printed), unit))).toBe(printed(whole));
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    [3.582e-9, 0.050612496751493985, 0.049387503248505944],
    [3600 * 9.95, 0.2, 0.2],
    [3.6 * 1.005, 0.01, 0.01],
  ])('between two printed numbers: %s J', (value, down, up) => {
    const whole = { value, low: value * (1 - down), high: value * (1 + up) };
    expect(energy(unshownBand(shownBand(whole, 3600, 0.01, energy), 3600))).toBe(energy(whole));
  });

  test('where the exponent begins: what is rounded up to it is printed as what is there', () => {
    const whole = { value: 0.9996e-12, low: null, high: null };
    const print = (band: Banded): string => printCarbon({ ...band, unit: '', errors: {} });
    expect(print(whole)).toBe(print({ ...whole, value: 1e-12 }));
    expect(print(unshownBand(shownBand(whole, 1, 0.05, print), 1))).toBe(print(whole));
  });

  test('without a band it has three digits, and what is missing stays missing', () => {
    expect(shownBand({ value: 1234.4, low: null, high: null }, 1, 0.01, energy)).toEqual({
      value: 1230,
      low: null,
      high: null,
    });
    expect(shownBand({ value: null, low: 1, high: 9 }, 1, 0.01, energy)).toEqual({
      value: null,
      low: 1,
      high: 9,
    });
    expect(shownBand({ value: 0, low: 0, high: 9 }, 3600, 0.01, energy)).toEqual({
      value: 0,
      low: 0,
      high: 9,
    });
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
