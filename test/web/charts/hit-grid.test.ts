import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HitGrid } from '../../../web/charts/scatter/hit-grid.ts';

describe('the point under a pointer', () => {
  it('is the one that looking at all of them finds', () => {
    const place = fc.record({ x: fc.integer({ min: 0, max: 199 }), y: fc.integer({ min: 0, max: 99 }) });
    fc.assert(
      fc.property(
        fc.array(place, { maxLength: 60 }),
        place,
        fc.integer({ min: 1, max: 40 }),
        (points, at, radius) => {
          const grid = new HitGrid(
            Float32Array.from(points, ({ x }) => x),
            Float32Array.from(points, ({ y }) => y),
            200,
            100,
          );
          const distances = points.map(({ x, y }) => (x - at.x) ** 2 + (y - at.y) ** 2);
          const least = Math.min(...distances, Number.POSITIVE_INFINITY);
          const found = grid.nearest(at.x, at.y, radius);
          // At the very radius neither answer is wrong.
          if (least < radius ** 2) expect(distances[found ?? -1]).toBe(least);
          else if (least > radius ** 2) expect(found).toBeUndefined();
        },
      ),
    );
  });

  it('is never one without a place', () => {
    const grid = new HitGrid(Float32Array.of(Number.NaN, 500), Float32Array.of(5, 5), 100, 100);
    expect(grid.nearest(5, 5, 1000)).toBeUndefined();
  });
});
