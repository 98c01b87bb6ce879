import fc from 'fast-check';
import { expect, test } from 'vitest';
import { energyBetween, type WattSeries } from '../../../src/meters/whole/watt-series.ts';

const series = (rows: readonly (readonly [number, number])[]): WattSeries => ({
  timesS: Float64Array.from(rows.map(([time]) => time)),
  watts: Float64Array.from(rows.map(([, watts]) => watts)),
});

test('is the trapezoid, also from within an interval', () => {
  const rows = series([
    [10, 100],
    [11, 100],
    [12, 200],
  ]);
  expect(energyBetween(rows, 10.5, 12, 500)).toEqual({ lowJ: 200, highJ: 200, missingS: 0 });
  expect(energyBetween(rows, 11.5, 11.5, 500).lowJ).toBe(0);
});

test('has bounds over gaps, and before and after the series', () => {
  const rows = series([
    [0, 100],
    [1, 100],
    [2, 100],
    [60, 100],
    [61, 100],
    [62, 100],
  ]);
  expect(energyBetween(rows, 0, 62, 500)).toEqual({ lowJ: 400, highJ: 400 + 58 * 500, missingS: 58 });
  expect(energyBetween(rows, -10, 1, 500)).toEqual({ lowJ: 100, highJ: 5100, missingS: 10 });
  expect(energyBetween(rows, 100, 110, 500)).toEqual({ lowJ: 0, highJ: 5000, missingS: 10 });
  expect(energyBetween(series([]), 0, 1, 500)).toEqual({ lowJ: 0, highJ: 500, missingS: 1 });
});

test('adds up over any split', () => {
  const step = fc.tuple(
    fc.double({ min: 0.1, max: 8, noNaN: true }),
    fc.double({ min: 0, max: 500, noNaN: true }),
  );
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 2, maxLength: 40 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (steps, part) => {
        let t = 0;
        const rows = series(steps.map(([dt, watts]) => [(t += dt), watts]));
        const [from, to] = [-1, t + 1];
        const middle = from + part * (to - from);
        const whole = energyBetween(rows, from, to, 600);
        const [a, b] = [energyBetween(rows, from, middle, 600), energyBetween(rows, middle, to, 600)];
        expect(a.lowJ + b.lowJ).toBeCloseTo(whole.lowJ, 6);
        expect(a.highJ + b.highJ).toBeCloseTo(whole.highJ, 6);
      },
    ),
  );
});
