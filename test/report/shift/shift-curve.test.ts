import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shiftCurve, type ShiftHour } from '../../../src/report/shift/shift-curve.ts';
import { estimate, exact } from '../../../src/units/estimate.ts';

const HOUR_MS = 3_600_000;
const KWH = 3.6e6;
const NOON = Date.UTC(2026, 10, 25, 12);

function hoursOf(count: number, at: (hour: number) => number): ReadonlyMap<number, ShiftHour> {
  return new Map(
    Array.from({ length: count }, (_, i) => [
      NOON + (i - 24) * HOUR_MS,
      { gPerKwh: at(i - 24), sd: 0.05, how: i < 24 ? 'measured' : 'forecast' },
    ]),
  );
}

describe('a start that is shifted', () => {
  test('takes the intensity of the hours that it falls into, weighted by the energy of each', () => {
    const curve = shiftCurve({
      energy: [
        { hourMs: NOON, joules: KWH },
        { hourMs: NOON + HOUR_MS, joules: 3 * KWH },
      ],
      facility: exact(4 * KWH),
      hours: hoursOf(60, (hour) => 100 + hour),
      error: 'live:test:FR',
    });
    expect(curve.map(({ shiftH }) => shiftH)).toEqual(Array.from({ length: 49 }, (_, i) => i - 24));
    const [earliest] = curve;
    expect(earliest?.gPerKwh).toBeCloseTo((76 + 3 * 77) / 4, 9);
    expect(earliest?.operational?.value).toBeCloseTo(76 + 3 * 77, 9);
    expect(earliest?.how).toEqual(['measured']);
    expect(curve[24]?.ratio?.value).toBe(1);
    expect(earliest?.ratio?.value).toBeCloseTo((76 + 3 * 77) / (100 + 3 * 101), 9);
  });

  test('has no value where one of its hours is not known, and says how many', () => {
    const curve = shiftCurve({
      energy: [
        { hourMs: NOON, joules: KWH },
        { hourMs: NOON + HOUR_MS, joules: KWH },
      ],
      facility: exact(2 * KWH),
      hours: hoursOf(26, () => 50),
      error: 'live:test:FR',
    });
    expect(curve[24]).toMatchObject({ gPerKwh: 50, missing: 0 });
    expect(curve[25]).toMatchObject({ gPerKwh: null, operational: null, ratio: null, missing: 1 });
    expect(curve[48]).toMatchObject({ missing: 2 });
  });

  test('has a band of energy and intensity together; against another start the shared error cancels', () => {
    const curve = shiftCurve({
      energy: [{ hourMs: NOON, joules: KWH }],
      facility: estimate(KWH, { 'model:host': 0.2 }),
      hours: hoursOf(60, (hour) => 100 + hour),
      error: 'live:test:FR',
    });
    const one = curve[10];
    const value = one?.operational?.value ?? 0;
    expect((one?.operational?.high ?? 0) / value).toBeGreaterThan(1.3);
    expect((one?.operational?.low ?? 0) / value).toBeLessThan(0.75);
    expect((one?.ratio?.high ?? 0) - (one?.ratio?.low ?? 0)).toBeLessThan(1e-9);
  });

  test('lies between the least and the greatest intensity of the hours, whatever the course of the run', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 30 }),
        fc.array(fc.double({ min: 0, max: 1000, noNaN: true }), { minLength: 90, maxLength: 90 }),
        (joules, grams) => {
          const curve = shiftCurve({
            energy: joules.map((one, i) => ({ hourMs: NOON + i * HOUR_MS, joules: one })),
            facility: exact(1),
            hours: hoursOf(90, (hour) => grams[hour + 24] ?? 0),
            error: 'live:test:FR',
          });
          for (const { gPerKwh } of curve) {
            if (gPerKwh === null) continue;
            expect(gPerKwh).toBeGreaterThanOrEqual(Math.min(...grams) - 1e-6);
            expect(gPerKwh).toBeLessThanOrEqual(Math.max(...grams) + 1e-6);
          }
        },
      ),
      { numRuns: 20 },
    );
  });
});
