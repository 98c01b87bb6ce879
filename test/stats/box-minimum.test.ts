import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxMinimum, type Sloped } from '../../src/stats/box-minimum.ts';

const { minima } = JSON.parse(
  readFileSync(new URL('../search/goldens/gp.json', import.meta.url), 'utf8'),
) as {
  readonly minima: readonly {
    readonly start: readonly number[];
    readonly low: readonly number[];
    readonly high: readonly number[];
    readonly point: readonly number[];
    readonly value: number;
  }[];
};

const rosenbrock: Sloped = (x, slopes) => {
  slopes.fill(0);
  let sum = 0;
  for (let i = 0; i + 1 < x.length; i += 1) {
    const [a, b] = [x[i] as number, x[i + 1] as number];
    sum += 100 * (b - a * a) ** 2 + (1 - a) ** 2;
    slopes[i] = (slopes[i] as number) - 400 * a * (b - a * a) - 2 * (1 - a);
    slopes[i + 1] = 200 * (b - a * a);
  }
  return sum;
};

describe('the minimum in a box', () => {
  it('is the one that SciPy finds, also where it lies at the edge', () => {
    for (const { start, low, high, point, value } of minima) {
      const box = { low: Float64Array.from(low), high: Float64Array.from(high), steps: 500 };
      const found = boxMinimum(rosenbrock, Float64Array.from(start), box);
      expect(found.value).toBeLessThanOrEqual(value + 1e-8);
      for (const [i, x] of point.entries()) expect(found.point[i]).toBeCloseTo(x, 4);
    }
  });

  it('is inside, and never higher than where it began', () => {
    const coordinate = fc.double({ min: -3, max: 3, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(coordinate, coordinate, coordinate), { minLength: 2, maxLength: 6 }),
        (rows) => {
          const start = Float64Array.from(rows, ([x]) => x);
          const low = Float64Array.from(rows, ([, a, b]) => Math.min(a, b));
          const high = Float64Array.from(rows, ([, a, b]) => Math.max(a, b));
          const { point, value } = boxMinimum(rosenbrock, start, { low, high, steps: 20 });
          const begun = start.map((x, i) => Math.min(Math.max(x, low[i] as number), high[i] as number));
          expect(value).toBeLessThanOrEqual(rosenbrock(begun, new Float64Array(rows.length)));
          expect(point.every((x, i) => x >= (low[i] as number) && x <= (high[i] as number))).toBe(true);
        },
      ),
    );
  });

  it('stays where the function is no number', () => {
    const box = { low: Float64Array.of(-1), high: Float64Array.of(1), steps: 10 };
    const walled: Sloped = ([x = 0], slopes) => {
      slopes[0] = -1;
      return x > 0 ? Number.NaN : -x;
    };
    expect([...boxMinimum(walled, Float64Array.of(0), box).point]).toEqual([0]);
  });
});
