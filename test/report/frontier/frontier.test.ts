import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frontier } from '../../../src/report/frontier/frontier.ts';

const point = fc.record({ cost: fc.integer({ min: 0, max: 20 }), quality: fc.integer({ min: 0, max: 20 }) });

describe('the frontier', () => {
  it.each(['maximize', 'minimize'] as const)(
    'holds exactly what nothing beats, where more is to %s',
    (goal) => {
      const sign = goal === 'maximize' ? 1 : -1;
      const beats = (a: { cost: number; quality: number }, b: { cost: number; quality: number }): boolean =>
        a.cost <= b.cost &&
        sign * a.quality >= sign * b.quality &&
        (a.cost < b.cost || a.quality !== b.quality);
      fc.assert(
        fc.property(fc.array(point, { maxLength: 30 }), (points) => {
          const best = frontier(points, goal);
          for (const one of best) expect(points.some((other) => beats(other, one))).toBe(false);
          for (const one of points) {
            const isBeaten = points.some((other) => beats(other, one));
            const hasTwin = best.some(({ cost, quality }) => cost === one.cost && quality === one.quality);
            expect(hasTwin).toBe(!isBeaten);
          }
        }),
      );
    },
  );
});
