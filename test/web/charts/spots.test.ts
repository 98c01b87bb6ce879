import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anchorAfter, markedBy } from '../../../web/charts/frame/mark-keys.ts';
import { spotAt, spotBeside, spotOfRange } from '../../../web/charts/spots/spot.ts';
import { calendarDrawing, calendarSpots } from '../../../web/pages/overview/calendar-drawing.ts';
import { daySpots } from '../../../web/pages/overview/days-drawing.ts';

test('days share the plot among them: every place in it belongs to one, and to the nearest', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 366 }), fc.integer({ min: 260, max: 1600 }), (count, width) => {
      const spots = daySpots(count, width);
      spots.forEach((spot, n) => {
        const [x, y] = [(spot?.x ?? 0) + (spot?.width ?? 0) / 2, spot?.y ?? 0];
        expect(spotAt(spots, x, y)).toBe(n);
        expect(spotBeside(spots, x)).toBe(n);
      });
      expect(spotAt(spots, 0, 100)).toBeUndefined();
      expect(spotBeside(spots, -50)).toBe(0);
      expect(spotBeside(spots, width + 50)).toBe(count - 1);
    }),
    { numRuns: 20 },
  );
});

test('a stretch is covered from its first day to its last', () => {
  const spots = [...daySpots(10, 500)];
  const [two, five] = [spots[2], spots[5]];
  const cover = spotOfRange(spots, [2, 5]);
  expect(cover?.x).toBe(two?.x);
  expect((cover?.x ?? 0) + (cover?.width ?? 0)).toBeCloseTo((five?.x ?? 0) + (five?.width ?? 0), 9);
  expect(spotOfRange([undefined, undefined], [0, 1])).toBeUndefined();
});

test('a square of the calendar is found where it is drawn, and one without room nowhere', () => {
  const days = ['2026-01-10', '2026-10-31', '2026-11-26'].map((date) => ({ date, runs: 1, energyJ: 5 }));
  const saying = { title: '', sentence: '' };
  const paint = (): string => 'red';
  for (const width of [1200, 300]) {
    const svg = calendarDrawing(days, '2026-11-26', saying, { width, paint, prefix: 'x' });
    const spots = calendarSpots(days, '2026-11-26', width);
    expect(spots[0] === undefined).toBe(width === 300);
    for (const spot of spots) if (spot !== undefined) expect(svg).toContain(`x="${short(spot.x)}"`);
    expect(spotAt(spots, (spots[2]?.x ?? 0) + 1, (spots[2]?.y ?? 0) + 1)).toBe(2);
  }
});

/** As drawings write numbers. */
function short(value: number): string {
  return String(Number(value.toFixed(2)));
}

test('Shift marks from where the cursor stood, and a step without it marks nothing', () => {
  const at = (point: number, series = 0) => ({ series, point });
  const first = anchorAfter(undefined, { isShift: true, from: at(3), to: at(4) });
  expect(markedBy(first, at(4))).toEqual([3, 4]);
  const back = anchorAfter(first, { isShift: true, from: at(4), to: at(1) });
  expect(markedBy(back, at(1))).toEqual([1, 3]);
  expect(anchorAfter(back, { isShift: false, from: at(1), to: at(2) })).toBeUndefined();
  // Where nothing was pointed at it begins where the step leads.
  expect(markedBy(anchorAfter(undefined, { isShift: true, from: undefined, to: at(9) }), at(9))).toEqual([
    9, 9,
  ]);
  // In another series it begins anew.
  expect(anchorAfter(at(3), { isShift: true, from: at(3), to: at(3, 1) })).toEqual(at(3, 1));
});
