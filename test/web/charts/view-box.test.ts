import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sceneOf, wholeBox } from '../../../web/charts/scatter/scene.ts';
import {
  boxByKey,
  boxText,
  inside,
  pannedBox,
  partOf,
  readBox,
  zoomedBox,
} from '../../../web/charts/scatter/view-box.ts';

const WHOLE = { x: { from: 1, to: 10_000 }, y: { from: 0, to: 1 } };
const MIDDLE = [0.5, 0.5] as const;

describe('what is seen of a chart of two axes', () => {
  it('is zoomed by ratios where the axis is logarithmic, about a place that stays', () => {
    const closer = zoomedBox(WHOLE, WHOLE, 0.5, MIDDLE, true);
    expect(closer.x.from).toBeCloseTo(10);
    expect(closer.x.to).toBeCloseTo(1000);
    expect(closer.y).toEqual({ from: 0.25, to: 0.75 });
    expect(zoomedBox(WHOLE, WHOLE, 0.5, [0, 0], false)).toEqual({
      x: { from: 1, to: 5000.5 },
      y: { from: 0, to: 0.5 },
    });
  });

  it('never leaves the whole, however it is moved', () => {
    const part = fc.double({ min: -3, max: 3, noNaN: true });
    const factor = fc.double({ min: 0.1, max: 10, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(factor, part, part), { maxLength: 8 }), fc.boolean(), (moves, isLog) => {
        let box = WHOLE;
        for (const [by, dx, dy] of moves)
          box = pannedBox(zoomedBox(box, WHOLE, by, MIDDLE, isLog), WHOLE, [dx, dy], isLog);
        const slack = 1 + 1e-9;
        expect(box.x.from * slack).toBeGreaterThanOrEqual(WHOLE.x.from);
        expect(box.x.to).toBeLessThanOrEqual(WHOLE.x.to * slack);
        expect(box.y.from).toBeGreaterThanOrEqual(-1e-9);
        expect(box.y.to).toBeLessThanOrEqual(slack);
        expect(box.x.to).toBeGreaterThan(box.x.from);
      }),
    );
  });

  it('stands in the address and comes back from it; what is no box, or the whole, is none', () => {
    const box = { x: { from: 12.5, to: 800 }, y: { from: 0.1, to: 0.35 } };
    expect(readBox(boxText(box), WHOLE, true)).toEqual(box);
    for (const text of [undefined, '', '1~2', '1~2~3~x', '5~2~0~1', '~~~', '0~5~0~1', '2e9~3e9~0~1'])
      expect(readBox(text, WHOLE, true)).toBeUndefined();
    expect(inside(WHOLE, WHOLE)).toBeUndefined();
    expect(readBox('0~1e9~-5~5', WHOLE, false)).toBeUndefined();
  });

  it('is a part of it that was drawn, by places from the left and from below', () => {
    const box = partOf(WHOLE, [0.25, 0.5], [0, 0.1], true);
    expect(box.x.from).toBeCloseTo(10);
    expect(box.x.to).toBeCloseTo(100);
    expect(box.y).toEqual({ from: 0, to: 0.1 });
  });

  it('goes by keys: closer, farther, all, and an arrow with Shift', () => {
    const box = { x: { from: 10, to: 100 }, y: { from: 0.2, to: 0.4 } };
    expect(boxByKey('0', box, WHOLE, MIDDLE, true)).toEqual(WHOLE);
    expect(boxByKey('Shift+ArrowUp', box, WHOLE, MIDDLE, true)?.y.from).toBeCloseTo(0.25);
    expect(boxByKey('Shift+ArrowRight', box, WHOLE, MIDDLE, true)?.x.from).toBeCloseTo(10 ** 1.25);
    expect(boxByKey('ArrowUp', box, WHOLE, MIDDLE, true)).toBeUndefined();
    const back = boxByKey('-', boxByKey('+', box, WHOLE, MIDDLE, true) ?? box, WHOLE, MIDDLE, true);
    expect(back?.x.to).toBeCloseTo(100);
  });
});

describe('a zoomed scene', () => {
  const points = [1, 10, 100, 1000].map((x, i) => ({
    x,
    y: i / 4,
    low: null,
    high: null,
    style: 0,
    isBest: false,
  }));
  const axes = { x: { title: 'energy', isLog: true }, y: { title: 'accuracy' } };

  it('sees the points within, and finds no other under the pointer', () => {
    const box = { x: { from: 5, to: 200 }, y: { from: 0.1, to: 0.9 } };
    const { seen, seenCount, grid, xs, ys, plot } = sceneOf(points, axes, 800, box);
    expect([...seen]).toEqual([0, 1, 1, 0]);
    expect(seenCount).toBe(2);
    expect(grid.nearest(xs[1] ?? 0, ys[1] ?? 0)).toBe(1);
    for (let x = 0; x < plot.left; x += 10) expect(grid.nearest(x, plot.bottom)).toBeUndefined();
  });

  it('sees all within the whole', () => {
    expect(sceneOf(points, axes, 800, wholeBox(points, axes)).seenCount).toBe(4);
  });
});
