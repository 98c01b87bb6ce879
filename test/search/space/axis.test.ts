import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisOf } from '../../../src/search/space/axis.ts';
import type { NumericParameter } from '../../../src/search/space/parameter.ts';

const unit = fc.double({ min: 0, max: 1, noNaN: true });

function numeric(parameter: Partial<NumericParameter>): NumericParameter {
  return { kind: 'float', name: 'x', low: 0, high: 1, scale: 'linear', ...parameter };
}

const bounds = fc
  .tuple(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.double({ min: 1e-3, max: 1e6, noNaN: true }))
  .map(([low, length]) => ({ low, high: low + length }));
const positive = fc
  .tuple(fc.double({ min: 1e-12, max: 1e3, noNaN: true }), fc.double({ min: 1.01, max: 1e9, noNaN: true }))
  .map(([low, ratio]) => ({ low, high: low * ratio }));
const integers = fc
  .tuple(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: 0, max: 5000 }))
  .map(([low, length]) => ({ low, high: low + length }));
const counts = fc
  .tuple(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 0, max: 5000 }))
  .map(([low, length]) => ({ low, high: low + length }));
/** Bounds that stand on a decimal grid, as people write them. */
const decimals = fc
  .tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 40 }))
  .map(([from, by, steps]) => ({ low: from / 10, high: (from + by * steps) / 10, step: by / 10 }));
const shape = fc.double({ min: 0.3, max: 8, noNaN: true });

const parameters: fc.Arbitrary<NumericParameter> = fc.oneof(
  bounds.map(numeric),
  positive.map((range) => numeric({ ...range, scale: 'log' })),
  integers.map((range) => numeric({ ...range, kind: 'integer' })),
  counts.map((range) => numeric({ ...range, kind: 'integer', scale: 'log' })),
  decimals.map(numeric),
  fc
    .tuple(shape, shape)
    .map(([a, b]) => numeric({ scale: 'quantile', prior: { distribution: 'beta', a, b } })),
  fc
    .tuple(fc.integer({ min: -5, max: 5 }), shape, fc.option(fc.constantFrom(0.1, 0.5), { nil: undefined }))
    .map(([mu, sigma, quantum]) =>
      numeric({
        low: mu - 6 * sigma,
        high: mu + 6 * sigma,
        scale: 'quantile',
        prior: { distribution: 'normal', mu, sigma, ...(quantum === undefined ? {} : { quantum }) },
      }),
    ),
  fc.integer({ min: 1, max: 7 }).map((quantum) =>
    numeric({
      kind: 'integer',
      low: 1,
      high: 1000,
      scale: 'quantile',
      prior: { distribution: 'log-uniform', from: 1, to: 1000, quantum },
    }),
  ),
);

describe('axisOf', () => {
  it('gives values inside the range, whole where they are to be', () => {
    fc.assert(
      fc.property(parameters, unit, (parameter, at) => {
        const value = axisOf(parameter).fromUnit(at);
        expect(value).toBeGreaterThanOrEqual(parameter.low);
        expect(value).toBeLessThanOrEqual(parameter.high);
        if (parameter.kind === 'integer') expect(Number.isInteger(value)).toBe(true);
      }),
    );
  });

  it('rises with the place', () => {
    fc.assert(
      fc.property(parameters, unit, unit, (parameter, a, b) => {
        const axis = axisOf(parameter);
        expect(axis.fromUnit(Math.min(a, b))).toBeLessThanOrEqual(axis.fromUnit(Math.max(a, b)));
      }),
    );
  });

  it('finds a value again from its own place', () => {
    fc.assert(
      fc.property(parameters, unit, (parameter, at) => {
        const axis = axisOf(parameter);
        const value = axis.fromUnit(at);
        const again = axis.fromUnit(axis.toUnit(value));
        if (axis.size < Infinity) expect(again).toBe(value);
        // In the flat tail of a prior neighbouring values share a place.
        else expect(axis.toUnit(again)).toBeCloseTo(axis.toUnit(value), 9);
      }),
    );
  });

  it('fills [0, 1] with the cells of its values, without gap or overlap', () => {
    fc.assert(
      fc.property(parameters, fc.nat(), (parameter, seed) => {
        const axis = axisOf(parameter);
        if (axis.size === Infinity) return;
        const index = seed % axis.size;
        const value = axis.valueAt(index);
        expect(axis.indexOf(value)).toBe(index);
        const [from, to] = axis.cellOf(value);
        expect(from).toBeLessThanOrEqual(axis.toUnit(value));
        expect(to).toBeGreaterThanOrEqual(axis.toUnit(value));
        if (index === 0) expect(from).toBe(0);
        else expect(axis.cellOf(axis.valueAt(index - 1))[1]).toBeCloseTo(from, 12);
        if (index === axis.size - 1) expect(to).toBe(1);
        if (to - from > 1e-9) expect(axis.fromUnit(from + (to - from) * 0.5)).toBe(value);
      }),
    );
  });

  it('writes stepped values as one writes them by hand', () => {
    const axis = axisOf(numeric({ low: 0, high: 0.5, step: 0.1 }));
    const values = Array.from({ length: axis.size }, (_, k) => axis.valueAt(k));
    expect(values).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5]);
  });

  it('gives all steps the same room, the first and last included', () => {
    const axis = axisOf(numeric({ kind: 'integer', low: 1, high: 4 }));
    expect([1, 2, 3, 4].map(axis.cellOf)).toEqual([
      [0, 0.25],
      [0.25, 0.5],
      [0.5, 0.75],
      [0.75, 1],
    ]);
  });

  it('spreads log integers over log(low − ½) to log(high + ½)', () => {
    const axis = axisOf(numeric({ kind: 'integer', low: 1, high: 100, scale: 'log' }));
    const all = Math.log(100.5 / 0.5);
    const [from, to] = axis.cellOf(7);
    expect(from).toBeCloseTo(Math.log(6.5 / 0.5) / all, 12);
    expect(to).toBeCloseTo(Math.log(7.5 / 0.5) / all, 12);
    expect(axis.toUnit(7)).toBeCloseTo(Math.log(7 / 0.5) / all, 12);
  });

  it('reaches both ends exactly, and takes places outside for them', () => {
    fc.assert(
      fc.property(positive, (range) => {
        const axis = axisOf(numeric({ ...range, scale: 'log' }));
        expect(axis.fromUnit(0)).toBe(range.low);
        expect(axis.fromUnit(1)).toBe(range.high);
        expect(axis.fromUnit(-3)).toBe(range.low);
        expect(axis.fromUnit(2)).toBe(range.high);
      }),
    );
  });

  it('leaves out a last step that does not fit', () => {
    const axis = axisOf(numeric({ kind: 'integer', low: 10, high: 99, step: 20 }));
    expect(axis.size).toBe(5);
    expect(axis.fromUnit(1)).toBe(90);
  });

  it('holds the widest range of numbers', () => {
    const axis = axisOf(numeric({ low: -1.7e308, high: 1.7e308 }));
    expect(axis.fromUnit(0.5)).toBe(0);
    expect(axis.toUnit(1.7e308)).toBe(1);
    expect(axis.toUnit(0)).toBe(0.5);
  });

  it('counts integers exactly, however many there are', () => {
    const axis = axisOf(numeric({ kind: 'integer', low: 0, high: 2 ** 52 - 1 }));
    expect(axis.size).toBe(2 ** 52);
    expect(axis.fromUnit(1)).toBe(2 ** 52 - 1);
    expect(axis.indexOf(2 ** 51 + 1)).toBe(2 ** 51 + 1);
  });
});
