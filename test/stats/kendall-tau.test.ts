import { describe, expect, it } from 'vitest';
import { kendallTau } from '../../src/stats/kendall-tau.ts';

describe("Kendall's tau", () => {
  it('is that of SciPy 1.17 (kendalltau), with ties', () => {
    expect(kendallTau([1, 2, 3, 4, 5], [1, 3, 2, 5, 4])).toBeCloseTo(0.6, 14);
    expect(kendallTau([1, 1, 2, 2, 3, 3], [5, 4, 4, 6, 6, 7])).toBeCloseTo(0.6405126152203486, 14);
    expect(kendallTau([3, 1, 4, 1, 5, 9, 2, 6], [2, 7, 1, 8, 2, 8, 1, 8])).toBeCloseTo(
      0.16051447078102563,
      14,
    );
    expect(kendallTau([1, 2, 3], [3, 2, 1])).toBe(-1);
  });

  it('is unknown where nothing is ordered', () => {
    expect(kendallTau([1, 1, 1], [1, 2, 3])).toBeNaN();
    expect(kendallTau([1], [1])).toBeNaN();
  });

  it('orders infinite numbers, too', () => {
    expect(kendallTau([1, 2, Infinity, Infinity], [1, 2, 3, 3])).toBe(1);
  });
});
