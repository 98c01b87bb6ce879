import { describe, expect, it } from 'vitest';
import { moved } from '../../../web/charts/frame/chart-data.ts';

describe('the keys of a chart', () => {
  it('enter at the end that the key comes from', () => {
    expect(moved('ArrowRight', undefined, [0, 5])).toEqual({ series: 1, point: 0 });
    expect(moved('ArrowLeft', undefined, [5])).toEqual({ series: 0, point: 4 });
  });

  it('move by one, by ten and to the ends, and stay within', () => {
    const from = { series: 0, point: 15 };
    expect(moved('ArrowLeft', from, [20])?.point).toBe(14);
    expect(moved('PageDown', from, [20])?.point).toBe(19);
    expect(moved('PageUp', from, [20])?.point).toBe(5);
    expect(moved('Home', from, [20])?.point).toBe(0);
    expect(moved('End', from, [20])?.point).toBe(19);
  });

  it('go to another series that has points, at the same place', () => {
    expect(moved('ArrowDown', { series: 0, point: 7 }, [20, 0, 3])).toEqual({ series: 2, point: 2 });
    expect(moved('ArrowUp', { series: 0, point: 7 }, [20, 3])).toEqual({ series: 0, point: 7 });
  });

  it('leave every other key, and a chart without points, alone', () => {
    expect(moved('q', { series: 0, point: 0 }, [3])).toBeUndefined();
    expect(moved('ArrowRight', undefined, [])).toBeUndefined();
    expect(moved('ArrowRight', undefined, [0])).toBeUndefined();
  });
});
