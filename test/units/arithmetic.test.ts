import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, linear, multiply, ratio, scale, subtract, sum } from '../../src/units/arithmetic.ts';
import {
  bounded,
  type Estimate,
  estimate,
  exact,
  interval,
  sides,
  UNKNOWN,
  Z90,
} from '../../src/units/estimate.ts';

/** Positive energies with up to four of the same six sources, symmetric or skewed. */
const source = fc.constantFrom('model:a', 'model:b', 'split:a', 'nvml:0', 'psu:a', 'grid');
const spread = fc.oneof(
  fc.double({ min: 0, max: 0.4, noNaN: true }),
  fc.tuple(fc.double({ min: 0, max: 0.4, noNaN: true }), fc.double({ min: 0, max: 0.6, noNaN: true })),
);
const energy = fc.record({
  value: fc.double({ min: 1e-3, max: 1e9, noNaN: true }),
  errors: fc.dictionary(source, spread, { maxKeys: 4 }),
});

function expectSame(a: Estimate, b: Estimate): void {
  expect(close(a.value, b.value)).toBe(true);
  const sources = new Set([...Object.keys(a.errors), ...Object.keys(b.errors)]);
  for (const name of sources) {
    const [x, y] = [sides(a.errors[name]), sides(b.errors[name])];
    expect(Math.abs(x[0] - y[0])).toBeLessThanOrEqual(1e-9);
    expect(Math.abs(x[1] - y[1])).toBeLessThanOrEqual(1e-9);
  }
}

function close(a: number | null, b: number | null): boolean {
  if (a === null || b === null) return a === b;
  return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
}

describe('laws', () => {
  it('addition commutes', () => {
    fc.assert(fc.property(energy, energy, (a, b) => expectSame(add(a, b), add(b, a))));
  });
  it('addition associates', () => {
    fc.assert(
      fc.property(energy, energy, energy, (a, b, c) => {
        expectSame(add(add(a, b), c), add(a, add(b, c)));
        expectSame(add(add(a, b), c), sum([a, b, c]));
      }),
    );
  });
  it('multiplication commutes, and a ratio undoes it where nothing is clipped', () => {
    fc.assert(fc.property(energy, energy, (a, b) => expectSame(multiply(a, b), multiply(b, a))));
    const small = fc.record({
      value: fc.double({ min: 0.1, max: 10, noNaN: true }),
      errors: fc.dictionary(source, fc.double({ min: 0, max: 0.1, noNaN: true }), { maxKeys: 3 }),
    });
    fc.assert(fc.property(small, small, (a, b) => expectSame(ratio(multiply(a, b), b), a)));
  });
  it('one source adds linearly: the relative error of n equal samples is that of one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), energy, (n, e) => {
        expectSame(sum(Array.from({ length: n }, () => e)), scale(e, n));
        expectSame(scale(e, n), { ...e, value: e.value * n });
      }),
    );
  });
  it('splitting an energy and adding the parts changes nothing', () => {
    const parts = fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(energy, parts, (e, weights) => {
        const total = weights.reduce((x, y) => x + y, 0);
        expectSame(sum(weights.map((weight) => scale(e, weight / total))), e);
      }),
    );
  });
  it('scaling distributes over addition', () => {
    fc.assert(
      fc.property(energy, energy, fc.double({ min: 0.01, max: 100, noNaN: true }), (a, b, k) =>
        expectSame(scale(add(a, b), k), add(scale(a, k), scale(b, k))),
      ),
    );
  });
  it('a − a is exactly zero and a / a exactly one', () => {
    fc.assert(
      fc.property(energy, (a) => {
        expect(subtract(a, a)).toEqual({ value: 0, errors: {} });
        const one = ratio(a, a);
        expect(one.value).toBe(1);
        expect(Object.keys(one.errors)).toEqual([]);
      }),
    );
  });
  it('active + idle is the energy again, whatever the error of the idle power', () => {
    fc.assert(
      fc.property(energy, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (e, part) => {
        const idle = estimate(e.value * part, { ...e.errors, idle: 0.3 });
        expectSame(add(subtract(e, idle), idle), e);
      }),
    );
  });
});

describe('bounds', () => {
  it('a term without a value leaves bounds', () => {
    const total = sum([exact(10), bounded(1, 3)]);
    expect(total.value).toBeNull();
    expect(interval(total)).toEqual({ low: 11, high: 13 });
  });
  it('a term of which nothing is known leaves nothing', () => {
    expect(interval(sum([exact(1), UNKNOWN]))).toEqual({ low: null, high: null });
    expect(multiply(exact(2), UNKNOWN).value).toBeNull();
  });
  it('a product with an intensity of which only bounds are known', () => {
    const carbon = multiply(estimate(2, { m: 0.1 }), bounded(20, 1300));
    expect(carbon.value).toBeNull();
    expect(carbon.low).toBeCloseTo(20 * 2 * (1 - 0.1 * Z90), 10);
    expect(carbon.high).toBeCloseTo(1300 * 2 * (1 + 0.1 * Z90), 10);
  });
  it('the bounds of a product hold for every sign', () => {
    const signed = fc
      .tuple(fc.double({ min: -100, max: 100, noNaN: true }), fc.double({ min: 0, max: 50, noNaN: true }))
      .map(([low, width]) => bounded(low, low + width));
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(signed, signed, part, part, (a, b, x, y) => {
        const product = multiply(a, b);
        const inside =
          ((a.low ?? 0) + x * ((a.high ?? 0) - (a.low ?? 0))) *
          ((b.low ?? 0) + y * ((b.high ?? 0) - (b.low ?? 0)));
        expect(product.low ?? 0).toBeLessThanOrEqual(inside + 1e-9);
        expect(product.high ?? 0).toBeGreaterThanOrEqual(inside - 1e-9);
      }),
    );
  });
  it('a ratio to zero, or to what may be zero, is unknown on that side', () => {
    expect(ratio(exact(1), exact(0)).value).toBeNull();
    expect(interval(ratio(exact(1), bounded(0, 2)))).toEqual({ low: 0.5, high: null });
  });
  it('a difference of zero with errors has bounds on both sides when signed, and none below zero else', () => {
    const zero = subtract(estimate(10, { a: 0.1 }), estimate(10, { b: 0.1 }));
    expect(zero.value).toBe(0);
    const reach = Z90 * Math.hypot(1, 1);
    expect(interval(zero, { signed: true }).low).toBeCloseTo(-reach, 12);
    expect(interval(zero)).toEqual({ low: 0, high: interval(zero, { signed: true }).high });
  });
  it('a factor of zero contributes nothing, not even a term without a value', () => {
    expect(
      linear([
        [1, exact(3)],
        [0, UNKNOWN],
      ]),
    ).toEqual({ value: 3, errors: {} });
  });
});
