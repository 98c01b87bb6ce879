import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cheapest, keeps } from '../../../src/report/frontier/cheapest.ts';
import { frontierPoints, type FrontierQuestion } from '../../../src/report/frontier/frontier-points.ts';
import type { FrontierRun } from '../../../src/report/frontier/frontier-run.ts';

let next = 0;

function run(wishes: Partial<FrontierRun>): FrontierRun {
  next++;
  return {
    id: `R${next}`,
    name: `run-${next}`,
    kind: 'command',
    state: 'ok',
    parentId: null,
    startedMs: next,
    grade: 'A',
    quality: 0.9,
    cost: 3600,
    low: 3000,
    high: 4000,
    sort: null,
    group: null,
    legs: 1,
    ...wishes,
  };
}

const ASKED: FrontierQuestion = { goal: 'maximize', isLog: true, withUnfinished: false, oneSort: false };

describe('the frontier of runs', () => {
  it('has the runs that none beats in both, cheapest first', () => {
    const runs = [
      run({ name: 'dear', cost: 100, quality: 0.95 }),
      run({ name: 'cheap', cost: 10, quality: 0.8 }),
      run({ name: 'beaten', cost: 50, quality: 0.79 }),
    ];
    expect(frontierPoints(runs, ASKED).best.map(({ name }) => name)).toEqual(['cheap', 'dear']);
    const less = frontierPoints(runs, { ...ASKED, goal: 'minimize' });
    expect(less.best.map(({ name }) => name)).toEqual(['cheap', 'beaten']);
  });

  it('says of every run that is not drawn why', () => {
    const runs = [
      run({}),
      run({ quality: null }),
      run({ quality: Number.NaN }),
      run({ cost: null }),
      run({ state: 'failed' }),
      run({ state: 'running' }),
      run({ cost: 0 }),
    ];
    const { points, leftOut } = frontierPoints(runs, ASKED);
    expect(points).toHaveLength(1);
    expect(leftOut).toEqual({ withoutQuality: 2, withoutCost: 1, unfinished: 2, otherSort: 0, zero: 1 });
    expect(frontierPoints(runs, { ...ASKED, isLog: false, withUnfinished: true }).points).toHaveLength(4);
  });

  it('joins the legs of a trial: the last quality has cost all of them', () => {
    const leg = { kind: 'trial', parentId: 'P', name: 'digits-0' } as const;
    const runs = [
      run({ ...leg, id: 'second', startedMs: 2, state: 'ok', quality: 0.9, cost: 30, low: 20, high: 40 }),
      run({ ...leg, id: 'first', startedMs: 1, state: 'stopped', quality: 0.4, cost: 5, low: 4, high: 6 }),
      run({ ...leg, id: 'other', parentId: 'Q', quality: 0.5, cost: 7 }),
    ];
    const { points, joined } = frontierPoints(runs, ASKED);
    expect(joined).toBe(1);
    expect(points.find(({ id }) => id === 'second')).toMatchObject({
      cost: 35,
      low: 24,
      high: 46,
      quality: 0.9,
      legs: 2,
    });
    expect(points.map(({ id }) => id).sort()).toEqual(['other', 'second']);
  });

  it('does not know what a trial has cost where one of its legs does not tell', () => {
    const leg = { kind: 'trial', parentId: 'P', name: 'digits-0' } as const;
    const { points, leftOut } = frontierPoints([run({ ...leg, cost: null }), run({ ...leg })], ASKED);
    expect(points).toEqual([]);
    expect(leftOut.withoutCost).toBe(1);
  });

  it('never compares amounts of two currencies', () => {
    const runs = [run({ sort: 'EUR' }), run({ sort: 'EUR' }), run({ sort: 'USD', cost: 1 })];
    const { points, leftOut } = frontierPoints(runs, { ...ASKED, oneSort: true });
    expect(points.map(({ sort }) => sort)).toEqual(['EUR', 'EUR']);
    expect(leftOut.otherSort).toBe(1);
  });
});

describe('the cheapest that satisfies', () => {
  const point = fc.record({
    cost: fc.integer({ min: 1, max: 20 }),
    quality: fc.integer({ min: 0, max: 20 }),
  });

  it('keeps what is asked for, and no other that does costs less', () => {
    fc.assert(
      fc.property(
        fc.array(point),
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 1, max: 20 }),
        fc.constantFrom('maximize' as const, 'minimize' as const),
        (points, quality, cost, goal) => {
          const demands = { quality, cost };
          const found = cheapest(points, demands, goal);
          const all = points.filter((one) => keeps(one, demands, goal));
          expect(found?.cost).toBe(all.length === 0 ? undefined : Math.min(...all.map((one) => one.cost)));
        },
      ),
    );
  });
});
