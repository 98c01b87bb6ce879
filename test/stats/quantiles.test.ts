import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalCdf, normalQuantile } from '../../src/stats/normal.ts';
import { incompleteBeta, incompleteGamma, logGamma } from '../../src/stats/special-functions.ts';
import { studentTCdf, studentTQuantile } from '../../src/stats/student-t.ts';
import { Z90 } from '../../src/units/estimate.ts';

const goldens = JSON.parse(readFileSync(new URL('./goldens/quantiles.json', import.meta.url), 'utf8')) as {
  readonly normal: readonly [number, number][];
  readonly normalCdf: readonly [number, number][];
  readonly studentT: readonly [number, number, number][];
  readonly studentTCdf: readonly [number, number, number][];
};

function near(value: number, golden: number, relative: number): boolean {
  return (
    Math.abs(value - golden) <= relative * Math.max(Math.abs(golden), 1e-300) ||
    Math.abs(value - golden) < 1e-15
  );
}

describe('quantiles against SciPy', () => {
  it('normal quantile to 1e-12', () => {
    expect(goldens.normal.filter(([p, x]) => !near(normalQuantile(p), x, 1e-12))).toEqual([]);
  });
  it('normal distribution to 1e-12, tails included', () => {
    expect(goldens.normalCdf.filter(([x, p]) => !near(normalCdf(x), p, 1e-12))).toEqual([]);
  });
  it('Student t quantile to 1e-10', () => {
    expect(goldens.studentT.filter(([p, df, t]) => !near(studentTQuantile(p, df), t, 1e-10))).toEqual([]);
  });
  it('Student t distribution to 1e-11', () => {
    expect(goldens.studentTCdf.filter(([t, df, p]) => !near(studentTCdf(t, df), p, 1e-11))).toEqual([]);
  });
  it('agrees with the constant of the 90 % interval', () => {
    expect(normalQuantile(0.95)).toBeCloseTo(Z90, 14);
  });
});

describe('edges', () => {
  it('answers 0, 1 and nonsense', () => {
    expect(normalQuantile(0)).toBe(-Infinity);
    expect(normalQuantile(1)).toBe(Infinity);
    expect(normalQuantile(2)).toBeNaN();
    expect(studentTQuantile(0, 3)).toBe(-Infinity);
    expect(studentTQuantile(1, 3)).toBe(Infinity);
    expect(studentTQuantile(0.5, 3)).toBe(0);
    expect(studentTQuantile(0.9, 0)).toBeNaN();
  });
  it('special functions at known points', () => {
    expect(logGamma(5)).toBeCloseTo(Math.log(24), 13);
    expect(logGamma(0.25)).toBeCloseTo(1.2880225246980774, 13);
    expect(incompleteBeta(0.5, 2, 2)).toBeCloseTo(0.5, 14);
    expect([incompleteBeta(-1, 1, 1), incompleteBeta(2, 1, 1)]).toEqual([0, 1]);
    expect(incompleteGamma(1, 2)).toBeCloseTo(1 - Math.exp(-2), 14);
    expect(incompleteGamma(1, 0)).toBe(0);
  });
});

describe('laws', () => {
  it('quantile is the inverse of the distribution, and symmetric', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 0.5, noNaN: true }),
        fc.double({ min: 0.5, max: 200, noNaN: true }),
        (p, df) => {
          expect(studentTCdf(studentTQuantile(p, df), df) / p).toBeCloseTo(1, 8);
          expect(normalCdf(normalQuantile(p)) / p).toBeCloseTo(1, 10);
          expect(studentTQuantile(1 - (1 - p), df)).toBeCloseTo(-studentTQuantile(1 - p, df), 6);
        },
      ),
    );
  });
});
