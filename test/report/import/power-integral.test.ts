import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { PowerIntegral } from '../../../src/report/import/power-integral.ts';

type Reading = readonly [timeS: number, watts: number];

function integral(readings: readonly Reading[], kind?: 'mean'): PowerIntegral {
  const made = new PowerIntegral(300, kind);
  for (const [timeS, watts] of readings) made.add(timeS, watts);
  return made;
}

const readings = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 299 }), fc.integer({ min: 0, max: 1000 })), {
    minLength: 3,
    maxLength: 30,
  })
  .map((steps) => {
    let timeS = 1e6;
    return steps.map(([dt, watts]): Reading => [(timeS += dt), watts]);
  });

test('constant power gives power times time, whatever the intervals', () => {
  fc.assert(
    fc.property(readings, (given) => {
      const constant = given.map(([timeS]): Reading => [timeS, 250]);
      const spanS = (constant.at(-1)?.[0] ?? 0) - (constant[0]?.[0] ?? 0);
      expect(integral(constant).result()?.joules).toBeCloseTo(250 * spanS, 3);
      expect(integral(constant, 'mean').result()?.joules).toBeCloseTo(250 * spanS, 3);
    }),
  );
});

test('two parts that share a reading add up to the whole', () => {
  fc.assert(
    fc.property(readings, fc.nat(), (given, at) => {
      const cut = 1 + (at % (given.length - 2));
      const whole = integral(given).result()?.joules ?? Number.NaN;
      const parts = [given.slice(0, cut + 1), given.slice(cut)].map(
        (part) => integral(part).result()?.joules ?? Number.NaN,
      );
      expect((parts[0] ?? 0) + (parts[1] ?? 0)).toBeCloseTo(whole, 3);
    }),
  );
});

test('readings that come again, or are none, change nothing', () => {
  const plain: readonly Reading[] = [
    [0, 100],
    [10, 200],
    [20, 100],
  ];
  const noisy: readonly Reading[] = [
    [0, 100],
    [10, 200],
    [10, 900],
    [5, 900],
    [15, Number.NaN],
    [16, -5],
    [20, 100],
  ];
  expect(integral(noisy).result()?.joules).toBe(integral(plain).result()?.joules);
});

test('nothing is counted across a gap, and the gap is told', () => {
  const result = integral([
    [0, 100],
    [10, 100],
    [1000, 100],
    [1010, 100],
  ]).result();
  expect(result).toMatchObject({ joules: 2000, gaps: [{ fromS: 10, toS: 1000 }] });
});

test('the ends of the run are covered by a reading that is near, and not by one that is far', () => {
  const made = integral([
    [10, 100],
    [20, 100],
  ]);
  expect(made.result(5, 30)?.joules).toBe(100 * 25);
  expect(made.result(-500, 900)?.joules).toBe(1000);
});

test('one reading alone is no energy, unless the run is as short', () => {
  expect(integral([[10, 100]]).result()).toBeUndefined();
  expect(integral([[10, 100]]).result(0, 20)?.joules).toBe(2000);
});
