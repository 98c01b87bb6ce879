import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aheadLine } from '../../src/cli/top/ahead-line.ts';
import { hourlyMeans } from '../../src/cli/top/hourly-means.ts';
import { styleFor } from '../../src/cli/output/style.ts';
import { textWidth } from '../../src/cli/output/text-width.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 2, 4, 12);
const look = (width: number, unicode = true) =>
  ({ width, unicode, style: styleFor(false), unit: 'Wh', height: 24 }) as const;

describe('hours from a forecast', () => {
  test('half hours and five minutes become whole hours', () => {
    const points = [0, 1, 2, 3].map((half) => ({
      fromMs: START + (half * HOUR) / 2,
      toMs: START + ((half + 1) * HOUR) / 2,
      gPerKwh: [100, 200, 40, 60][half] as number,
      kind: 'forecast' as const,
    }));
    expect(hourlyMeans(points)).toEqual([
      { atMs: START, gPerKwh: 150 },
      { atMs: START + HOUR, gPerKwh: 50 },
    ]);
  });

  test('however the hours are cut, their sum over time is that of the points', () => {
    const arbitrary = fc.array(
      fc.record({ minutes: fc.integer({ min: 1, max: 200 }), gPerKwh: fc.integer({ min: 1, max: 900 }) }),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(arbitrary, fc.nat(59), (pieces, offset) => {
        let atMs = START + offset * 60_000;
        const points = pieces.map(({ minutes, gPerKwh }) => {
          const fromMs = atMs;
          atMs += minutes * 60_000;
          return { fromMs, toMs: atMs, gPerKwh, kind: 'forecast' as const };
        });
        const hours = hourlyMeans(points);
        const covered = (hourMs: number): number =>
          points.reduce(
            (sum, { fromMs, toMs }) =>
              sum + Math.max(0, Math.min(toMs, hourMs + HOUR) - Math.max(fromMs, hourMs)),
            0,
          );
        const total = hours.reduce((sum, hour) => sum + hour.gPerKwh * covered(hour.atMs), 0);
        const expected = points.reduce(
          (sum, { fromMs, toMs, gPerKwh }) => sum + gPerKwh * (toMs - fromMs),
          0,
        );
        expect(total / expected).toBeCloseTo(1, 9);
      }),
    );
  });
});

describe('the line of the hours ahead', () => {
  const hours = Array.from({ length: 24 }, (_, h) => ({
    atMs: START + h * HOUR,
    gPerKwh: h === 15 ? 18 : 60 + h,
  }));
  const ahead = {
    source: 'Carbon Intensity API',
    zone: 'GB',
    basis: 'average',
    boundary: 'direct',
    hours,
  } as const;

  test('tells now and the lowest hour, and is never wider than the screen', () => {
    const cleanest = `${new Date(START + 15 * HOUR).getHours()}`.padStart(2, '0');
    expect(aheadLine(ahead, look(120))).toContain(`now 60.0 g/kWh, lowest 18.0 at ${cleanest}:00`);
    expect(aheadLine(ahead, look(120))).toContain('Carbon Intensity API GB');
    for (let width = 20; width <= 130; width++)
      expect(textWidth(aheadLine(ahead, look(width)))).toBeLessThanOrEqual(width);
    expect(aheadLine(ahead, look(120, false))).toMatch(/^[\u0020-\u007e]*$/);
  });

  test('says so where now is lowest, and that marginal is marginal', () => {
    const rising = { ...ahead, basis: 'marginal', hours: hours.slice(0, 5) } as const;
    expect(aheadLine(rising, look(120))).toContain('lowest now, 60.0 g/kWh');
    expect(aheadLine(rising, look(120))).toContain('marginal, ');
  });
});
