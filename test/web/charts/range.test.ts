import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { panned, readZoom, zoomByKey, zoomed, zoomText } from '../../../web/charts/time-series/range.ts';
import { timeTick } from '../../../web/charts/time-series/time-ticks.ts';

const WHOLE = { from: 0, to: 1e7 };

describe('the zoom of a chart', () => {
  it('stands in the address so that reading it gives the same stretch, to a thousandth of its length', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 9e6, noNaN: true }),
        fc.double({ min: 0.001, max: 9e5, noNaN: true }),
        (from, span) => {
          const range = { from, to: from + span };
          const read = readZoom(zoomText(range), WHOLE);
          expect(Math.abs((read?.from ?? Number.NaN) - range.from)).toBeLessThanOrEqual(span / 900);
          expect(Math.abs((read?.to ?? Number.NaN) - range.to)).toBeLessThanOrEqual(span / 900);
        },
      ),
    );
  });

  it('is none where the address holds something else, the whole, or nothing of the run', () => {
    for (const text of [
      undefined,
      '',
      '5',
      '5~',
      '9~3',
      'a~b',
      '0~1e999',
      '-5~20000000',
      '20000000~30000000',
    ])
      expect(readZoom(text, WHOLE)).toBeUndefined();
    expect(readZoom('-5~10', WHOLE)).toEqual({ from: 0, to: 10 });
  });

  it('never leaves the run, never gets shorter than it may, and keeps the place that it is about', () => {
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        part,
        part,
        part,
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        (a, b, about, factor) => {
          const [from, to] = [Math.min(a, b) * 9e6, Math.max(a, b) * 9e6 + 100];
          const at = from + about * (to - from);
          const next = zoomed({ from, to }, WHOLE, factor, at, 8);
          expect(next.from).toBeGreaterThanOrEqual(0);
          expect(next.to).toBeLessThanOrEqual(1e7 + 1e-6);
          expect(next.to - next.from).toBeGreaterThanOrEqual(8 - 1e-6);
          expect(at).toBeGreaterThanOrEqual(next.from - 1e-6);
          expect(at).toBeLessThanOrEqual(next.to + 1e-6);
        },
      ),
    );
  });

  it('is done by keys', () => {
    const range = { from: 100, to: 200 };
    expect(zoomByKey('+', range, WHOLE, 150, 1)).toEqual({ from: 125, to: 175 });
    expect(zoomByKey('-', range, WHOLE, 150, 1)).toEqual({ from: 50, to: 250 });
    expect(zoomByKey('0', range, WHOLE, 150, 1)).toEqual(WHOLE);
    expect(zoomByKey('>', range, WHOLE, 150, 1)).toEqual({ from: 150, to: 250 });
    expect(panned({ from: 0, to: 100 }, WHOLE, -0.5)).toEqual({ from: 0, to: 100 });
    expect(zoomByKey('x', range, WHOLE, 150, 1)).toBeUndefined();
  });

  it('names its ticks as finely as they are apart', () => {
    expect(timeTick(3723, 1)).toBe('1:02:03');
    expect(timeTick(63, 1)).toBe('1:03');
    expect(timeTick(7200, 3600)).toBe('2h');
    expect(timeTick(90_000, 3600)).toBe('1d 1h');
    expect(timeTick(5_000_000.25, 0.05)).toBe('57d 20:53:20.25');
    expect(timeTick(172_800, 86_400)).toBe('2d');
    expect(timeTick(-60, 60)).toBe('−0:01');
    expect(timeTick(0.30000000000000004, 0.1)).toBe('0:00.3');
  });
});
