import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bounded,
  estimate,
  exact,
  fromWritten,
  interval,
  relativeHalfWidth,
  UNKNOWN,
  written,
  Z90,
} from '../../src/units/estimate.ts';

describe('interval', () => {
  it('of one symmetric source has its quantiles', () => {
    const { low, high } = interval(estimate(100, { model: 0.1 }));
    expect(low).toBeCloseTo(100 * (1 - 0.1 * Z90), 10);
    expect(high).toBeCloseTo(100 * (1 + 0.1 * Z90), 10);
  });
  it('of one skewed source has its quantiles', () => {
    const { low, high } = interval(estimate(100, { model: [0.1, 0.5] }));
    expect(low).toBeCloseTo(100 * (1 - 0.1 * Z90), 10);
    expect(high).toBeCloseTo(100 * (1 + 0.5 * Z90), 10);
  });
  it('of a source that moves against is mirrored', () => {
    const { low, high } = interval(estimate(100, { idle: [-0.1, -0.3] }));
    expect(low).toBeCloseTo(100 * (1 - 0.3 * Z90), 10);
    expect(high).toBeCloseTo(100 * (1 + 0.1 * Z90), 10);
  });
  it('never goes below zero unless signed', () => {
    expect(interval(estimate(1, { a: 3 })).low).toBe(0);
    expect(interval(estimate(1, { a: 3 }), { signed: true }).low).toBeLessThan(0);
    expect(interval({ value: 0, errors: {}, low: -2, high: 2 }).low).toBe(0);
  });
  it('holds the value, and widens with every source', () => {
    const spread = fc.double({ min: 0, max: 2, noNaN: true });
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 1e12, noNaN: true }),
        fc.array(spread, { maxLength: 5 }),
        spread,
        (value, spreads, more) => {
          const errors = Object.fromEntries(spreads.map((s, i) => [`s${i}`, s]));
          const narrow = interval(estimate(value, errors));
          const wide = interval(estimate(value, { ...errors, more }));
          expect(narrow.low ?? -1).toBeLessThanOrEqual(value);
          expect(narrow.high ?? -1).toBeGreaterThanOrEqual(value * (1 - 1e-12));
          expect(wide.low ?? 0).toBeLessThanOrEqual((narrow.low ?? 0) + 1e-9 * value);
          expect(wide.high ?? 0).toBeGreaterThanOrEqual((narrow.high ?? 0) * (1 - 1e-12));
        },
      ),
    );
  });
});

describe('half width', () => {
  it('is relative', () => {
    expect(relativeHalfWidth(estimate(100, { m: 0.05 }))).toBeCloseTo(0.05 * Z90, 10);
    expect(relativeHalfWidth(exact(0))).toBe(0);
    expect(relativeHalfWidth(UNKNOWN)).toBeNull();
  });
});

describe('writing and reading back', () => {
  it('keeps values, bounds and sources', () => {
    const cases = [
      exact(0),
      exact(5),
      estimate(7, { m: 0.1, n: [0.1, 0.2] }),
      bounded(1, 4),
      UNKNOWN,
      { value: 0, errors: {}, low: 0, high: 3 },
      // A sum of a known and a bounded term: a value whose interval follows from no source.
      { value: 3, errors: {}, low: 2, high: 9 },
    ];
    for (const e of cases) {
      const w = written(e, 'J');
      expect(w.unit).toBe('J');
      expect(fromWritten(w)).toEqual(e);
      expect(written(fromWritten(JSON.parse(JSON.stringify(w)) as typeof w), 'J')).toEqual(w);
    }
  });
});
