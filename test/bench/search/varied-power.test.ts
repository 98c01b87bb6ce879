import { describe, expect, it } from 'vitest';
import { tableProblem } from '../../../bench/search/table-problem.ts';
import { powerOf } from '../../../bench/search/varied-power.ts';

/** The corners and some of the inside of a unit cube. */
function places(dimensions: number): number[][] {
  const count = 3 ** dimensions;
  return Array.from({ length: count }, (_, i) =>
    Array.from({ length: dimensions }, (__, j) => (Math.floor(i / 3 ** j) % 3) / 2),
  );
}

describe('power that hangs on the configuration', () => {
  it('differs by up to four times and is 1 in the mean, of every problem along directions of its own', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
    const patterns = ids.map((id) => places(3).map(powerOf('varied', id, 3)));
    for (const powers of patterns) {
      expect(Math.max(...powers) / Math.min(...powers)).toBeCloseTo(4, 9);
      expect(powers.reduce((sum, power) => sum + power, 0) / powers.length).toBeCloseTo(1, 9);
    }
    expect(new Set(patterns.map(String)).size).toBeGreaterThan(2);
  });

  it('changes joules and the budget of a table, and neither losses nor times; even power changes nothing', () => {
    const table = {
      suite: 'test',
      id: 'a',
      digest: 'd',
      parameters: [{ kind: 'float', name: 'x', low: 0, high: 1, scale: 'linear' }],
      rows: [{ x: 0 }, { x: 1 }],
      curves: [0, 1].map((x) => ({ losses: [x], joules: [10] })),
    } as const;
    const [even, varied] = [tableProblem(table), tableProblem({ ...table, power: 'varied' })];
    const taken = [0, 1].map((x) => varied.open(0).take({ x }));
    const joules = taken.map((curve) => curve?.joules[0] ?? Number.NaN);
    expect(joules.toSorted((a, b) => a - b)).toEqual([4, 16]);
    expect(taken.map((curve) => [curve?.losses[0], curve?.time?.[0]])).toEqual([
      [0, 10],
      [1, 10],
    ]);
    expect([even.fullRun, varied.fullRun]).toEqual([10, 10]);
    expect(even.open(0).take({ x: 0 })).toEqual({ losses: [0], joules: [10] });
    expect([even.digest, varied.digest]).toEqual(['d', 'd+varied']);
  });
});
