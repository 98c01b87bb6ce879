import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisScale, canLog, type ParallelAxis } from '../../../web/charts/parallel/axis.ts';
import { listOf, movedTo, orderOf, orderText, toggled } from '../../../web/charts/parallel/axis-order.ts';
import { brushText, keptBy, readBrush, withRange } from '../../../web/charts/parallel/brush.ts';
import { between, boxOf, crossings, lineAt, SHADES, shadesOf } from '../../../web/charts/parallel/lines.ts';

function axis(values: readonly (number | null)[], wishes: Partial<ParallelAxis> = {}): ParallelAxis {
  return { key: 'p.lr', label: 'lr', values, isLog: false, text: String, ...wishes };
}

describe('an axis of parallel coordinates', () => {
  it('goes from the least value at the bottom to the largest at the top, and back', () => {
    for (const isLog of [false, true]) {
      const scale = axisScale(axis([0.001, 0.1, null]), { isLog, isFlipped: false });
      expect([scale.at(0.001), scale.at(0.1)]).toEqual([0, 1]);
      expect(scale.valueAt(scale.at(0.01))).toBeCloseTo(0.01, 9);
      const turned = axisScale(axis([0.001, 0.1]), { isLog, isFlipped: true });
      expect(turned.at(0.1)).toBe(0);
      expect(turned.valueAt(1)).toBe(0.001);
    }
  });

  it('cannot be logarithmic where a value is not above zero', () => {
    expect(canLog(axis([0, 1]))).toBe(false);
    expect(canLog(axis([1, 2, null]))).toBe(true);
    expect(axisScale(axis([0, 1]), { isLog: true, isFlipped: false }).isLog).toBe(false);
  });

  it('has finite places whatever its values are', () => {
    const hostile = [[], [null], [5], [-1e308, 1e308], [1e-320, 1e300]];
    for (const values of hostile)
      for (const isLog of [false, true]) {
        const scale = axisScale(axis(values), { isLog, isFlipped: false });
        for (const value of values) if (value !== null) expect(Number.isFinite(scale.at(value))).toBe(true);
      }
  });

  it('is written at its ends, and at round values of its unit that do not crowd them', () => {
    const ticks = (values: readonly number[], isLog: boolean, unit?: number) =>
      axisScale(axis(values, unit === undefined ? {} : { unit }), { isLog, isFlipped: false }).ticks;
    expect(ticks([1, 2, 4], false)).toEqual([1, 2, 3, 4]);
    expect(ticks([0.1604, 0.9234], false)).toEqual([0.1604, 0.4, 0.6, 0.8, 0.9234]);
    expect(ticks([8, 256], true)).toEqual([8, 100, 256]);
    expect(ticks([360, 36_000], true, 3600)).toEqual([360, 720, 1800, 3600, 7200, 18_000, 36_000]);
  });

  it('keeps its place, order and turns in the address', () => {
    const keys = ['p.a,b', 'p.c', 'energy'];
    const order = movedTo(keys, 'energy', 0);
    expect(orderOf(keys, orderText(order, keys))).toEqual(['energy', 'p.a,b', 'p.c']);
    expect(orderText(keys, keys)).toBeUndefined();
    expect(orderOf(keys, 'gone,p.c')).toEqual(['p.c', 'p.a,b', 'energy']);
    expect(listOf(toggled(undefined, 'p.a,b'))).toEqual(['p.a,b']);
    expect(toggled(toggled(undefined, 'x'), 'x')).toBeUndefined();
    expect(listOf('%')).toEqual([]);
  });
});

describe('ranges of axes', () => {
  it('are read from the address as they were written', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.integer({ min: -999, max: 0 }),
        fc.integer({ min: 0, max: 999 }),
        (key, low, high) => {
          const brush = withRange(new Map(), key, { low, high });
          expect([...readBrush(brushText(brush))]).toEqual([[key, { low: low + 0, high }]]);
        },
      ),
    );
  });

  it('leave out what cannot be read', () => {
    expect([...readBrush('a~1,b~x~2,c~3~1,%~0~1,d~0~1').keys()]).toEqual(['d']);
    expect(brushText(new Map())).toBeUndefined();
  });

  it('keep what has a value within all of them', () => {
    const axes = [axis([1, 2, 3, null]), axis([1, 1, 9, 1], { key: 'energy' })];
    const brush = new Map([
      ['p.lr', { low: 2, high: 3 }],
      ['energy', { low: 0, high: 5 }],
    ]);
    expect([...keptBy(axes, brush, 4)]).toEqual([0, 1, 0, 0]);
  });
});

describe('lines', () => {
  it('pass below an axis on which they have no value, and are found under a pointer', () => {
    const axes = [axis([0, 10, null]), axis([0, 10, 5], { key: 'b' })];
    const box = boxOf(2, 500);
    const scales = axes.map((one) => axisScale(one, { isLog: false, isFlipped: false }));
    const rows = crossings(axes, scales, box, 3);
    expect(rows[0]?.[2]).toBe(box.missing);
    const all = Uint8Array.of(1, 1, 1);
    expect(lineAt(rows, box, all, 250, box.top)).toBe(1);
    expect(lineAt(rows, box, all, 250, box.bottom)).toBe(0);
    expect(lineAt(rows, box, Uint8Array.of(0, 1, 1), 250, box.bottom)).toBeUndefined();
  });

  it('are the stronger the better', () => {
    const shades = shadesOf([0.1, 0.9, null, Number.NaN], true);
    expect(shades[1]).toBeGreaterThan(shades[0] ?? 99);
    expect([shades[2], shades[3]]).toEqual([-1, -1]);
    expect(shadesOf([0.1, 0.9], false)[0]).toBeGreaterThan(shadesOf([0.1, 0.9], false)[1] ?? 99);
    expect(
      Math.max(
        ...shadesOf(
          Array.from({ length: 100 }, (_, i) => i),
          true,
        ),
      ),
    ).toBe(SHADES - 1);
    expect(between('#000000', '#ffffff', 0.5)).toBe('#808080');
  });
});
