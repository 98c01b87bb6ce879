import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { monthForecast } from '../../../src/report/budget/month-forecast.ts';

const progress = { spent: 10, inFlight: 0, daysLeft: 4 };

describe('what a month will come to', () => {
  test('is not told from fewer than three days', () => {
    expect(monthForecast([2, 2], progress)).toBeUndefined();
  });

  test('days that are all alike leave no doubt', () => {
    expect(monthForecast([2, 2, 2], progress)).toEqual({ value: 18, low: 18, high: 18 });
  });

  test('is never less than what is used and in flight', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 3, maxLength: 28 }),
        fc.double({ min: 0, max: 50, noNaN: true }),
        fc.double({ min: 0, max: 31, noNaN: true }),
        (days, inFlight, daysLeft) => {
          const foretold = monthForecast(days, { spent: 10, inFlight, daysLeft });
          expect(foretold?.low).toBeGreaterThanOrEqual(10 + inFlight);
          expect(foretold?.value).toBeGreaterThanOrEqual((foretold?.low ?? 0) - 1e-9);
          expect(foretold?.high).toBeGreaterThanOrEqual(foretold?.value ?? 0);
        },
      ),
    );
  });

  test('its interval holds about nine of ten months, even of days as uneven as runs are', () => {
    let seed = 12345;
    const random = (): number => {
      seed = (seed * 16807) % 2147483647;
      return seed / 2147483647;
    };
    // Exponential: many small days, a few large ones.
    const day = (): number => -Math.log(1 - random());
    let held = 0;
    const months = 2000;
    for (let i = 0; i < months; i++) {
      const before = Array.from({ length: 14 }, day);
      const toCome = Array.from({ length: 14 }, day).reduce((sum, one) => sum + one, 0);
      const foretold = monthForecast(before, { spent: 0, inFlight: 0, daysLeft: 14 });
      if (foretold !== undefined && foretold.low <= toCome && toCome <= foretold.high) held++;
    }
    expect(held / months).toBeGreaterThan(0.84);
    expect(held / months).toBeLessThan(0.95);
  });
});
