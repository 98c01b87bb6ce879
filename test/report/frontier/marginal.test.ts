import { describe, expect, it } from 'vitest';
import { kneeOf, marginalSteps } from '../../../src/report/frontier/marginal.ts';
import { qualityStep } from '../../../src/report/frontier/quality-step.ts';

describe('what more quality costs', () => {
  it('is told for each step from the point before', () => {
    const best = [
      { cost: 10, quality: 0.8 },
      { cost: 30, quality: 0.9 },
      { cost: 130, quality: 0.91 },
    ];
    const step = qualityStep(
      best.map(({ quality }) => quality),
      'maximize',
    );
    const steps = marginalSteps(best, 'maximize', step, false);
    expect(step).toEqual({ size: 0.01, text: '+1 pp' });
    expect(steps[0]).toMatchObject({ gained: null, spent: null, price: null });
    expect(steps[1]?.price).toBeCloseTo(2, 9);
    expect(steps[2]?.price).toBeCloseTo(100, 6);
    expect(steps.map(({ isKnee }) => isKnee)).toEqual([false, true, false]);
  });

  it('counts in a power of ten where a metric is no share', () => {
    expect(qualityStep([2, 5], 'minimize')).toEqual({ size: 0.1, text: '−0.1' });
    expect(qualityStep([100, 900], 'maximize')).toEqual({ size: 100, text: '+100' });
    expect(qualityStep([0.2, 0.4], 'minimize')).toEqual({ size: 0.01, text: '−0.01' });
    expect(qualityStep([7], 'minimize').size).toBe(1);
  });

  it('finds the knee of a loss that falls, and of costs over decades by their logarithm', () => {
    const best = [
      { cost: 1, quality: 1 },
      { cost: 10, quality: 0.2 },
      { cost: 10_000, quality: 0.1 },
    ];
    expect(kneeOf(best, 'minimize', true)).toBe(1);
  });

  it('finds none in a straight line, a hollow one, or with two points', () => {
    const line = [0, 1, 2].map((n) => ({ cost: n + 1, quality: n }));
    expect(kneeOf(line, 'maximize', false)).toBeUndefined();
    expect(
      kneeOf(
        [line[0], { cost: 2, quality: 0.2 }, line[2]].flatMap((p) => p ?? []),
        'maximize',
        false,
      ),
    ).toBeUndefined();
    expect(kneeOf(line.slice(1), 'maximize', false)).toBeUndefined();
  });
});
