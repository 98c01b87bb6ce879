import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logNdtr, logNormalMass, ndtr, normalQuantileFast } from '../../src/stats/log-ndtr.ts';

const goldens = JSON.parse(readFileSync(new URL('./goldens/log-ndtr.json', import.meta.url), 'utf8')) as {
  readonly ndtr: readonly [number, number][];
  readonly logNdtr: readonly [number, number][];
  readonly quantile: readonly [number, number][];
  readonly mass: readonly [number, number, number][];
};

function isFar(value: number, golden: number, relative: number): boolean {
  return !(Math.abs(value - golden) <= relative * Math.abs(golden));
}

describe('the normal distribution in logarithms, against SciPy', () => {
  it('distribution function to 1e-12, where it does not underflow', () => {
    const tried = goldens.ndtr.filter(([, p]) => p > 1e-300);
    expect(tried.filter(([x, p]) => isFar(ndtr(x), p, 1e-12))).toEqual([]);
  });
  it('its logarithm to 1e-12, far tails included', () => {
    expect(goldens.logNdtr.filter(([x, p]) => isFar(logNdtr(x), p, 1e-12))).toEqual([]);
  });
  it('quantile to 1e-12', () => {
    const tried = goldens.quantile.filter(([p]) => p !== 0.5);
    expect(tried.filter(([p, x]) => isFar(normalQuantileFast(p), x, 1e-12))).toEqual([]);
    expect(normalQuantileFast(0.5)).toBe(0);
  });
  it('mass of an interval to 1e-12, in both tails', () => {
    expect(goldens.mass.filter(([a, b, mass]) => isFar(logNormalMass(a, b), mass, 1e-12))).toEqual([]);
  });
});

describe('laws', () => {
  it('two halves of an interval have its mass', () => {
    const edge = fc.double({ min: -30, max: 30, noNaN: true });
    fc.assert(
      fc.property(
        edge,
        fc.double({ min: 0.01, max: 5, noNaN: true }),
        fc.double({ min: 0.01, max: 5, noNaN: true }),
        (a, first, second) => {
          const whole = logNormalMass(a, a + first + second);
          const parts =
            Math.exp(logNormalMass(a, a + first) - whole) +
            Math.exp(logNormalMass(a + first, a + first + second) - whole);
          expect(parts).toBeCloseTo(1, 9);
        },
      ),
    );
  });
  it('the quantile undoes the distribution function', () => {
    fc.assert(
      fc.property(fc.double({ min: -37, max: 8, noNaN: true }), (x) => {
        const p = ndtr(x);
        expect(Math.abs(ndtr(normalQuantileFast(p)) / p - 1)).toBeLessThan(1e-11);
      }),
    );
  });
});
