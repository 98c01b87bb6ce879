import fc from 'fast-check';
import { expect, test } from 'vitest';
import { errorWords } from '../../../src/report/why/error-words.ts';
import { intervalParts } from '../../../src/report/why/interval-parts.ts';

test('parts are of the variance: three times the error is nine times the part', () => {
  const parts = intervalParts({ a: 0.1, b: 0.3 });
  expect(parts.map(({ source }) => source)).toEqual(['b', 'a']);
  expect(parts[0]?.part).toBeCloseTo(0.9, 12);
  expect(parts[0]?.high).toBeCloseTo(0.3 * 1.6448536269514722, 12);
});

test('a source that moves against the value widens it as much', () => {
  expect(intervalParts({ a: [-0.2, -0.1] })[0]).toMatchObject({ part: 1, low: -1.6448536269514722 * 0.1 });
});

test('the parts of any errors sum to one, and none is less than nothing', () => {
  const spread = fc.oneof(
    fc.double({ min: -2, max: 2, noNaN: true }),
    fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 3, noNaN: true })),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.string(), spread), (errors) => {
      const parts = intervalParts(errors);
      for (const { part, low, high } of parts) {
        expect(part).toBeGreaterThan(0);
        expect(low).toBeLessThanOrEqual(0);
        expect(high).toBeGreaterThanOrEqual(0);
      }
      const sum = parts.reduce((total, { part }) => total + part, 0);
      if (parts.length > 0) expect(sum).toBeCloseTo(1, 9);
    }),
  );
});

test('no errors make no width', () => {
  expect(intervalParts({})).toEqual([]);
  expect(intervalParts({ a: 0 })).toEqual([]);
});

test('a source of another version is told by its own name', () => {
  expect(errorWords('model:h1').what).toBe('the power model');
  expect(errorWords('calibration:2026-a:fit').what).toBe('the fit of the calibration');
  expect(errorWords('quantum:h1').what).toBe('quantum:h1');
  expect(errorWords('constructor').what).toBe('constructor');
});
