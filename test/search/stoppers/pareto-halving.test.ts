import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nonDominationRanks } from '../../../src/search/samplers/pareto/non-domination.ts';
import { ParetoField } from '../../../src/search/stoppers/pareto-field.ts';
import { paretoHalving } from '../../../src/search/stoppers/pareto-halving.ts';
import { SmallStudy } from './small-study.ts';

const losses = fc.integer({ min: 2, max: 3 }).chain((objectives) =>
  fc.array(fc.array(fc.nat(6), { minLength: objectives, maxLength: objectives }), {
    minLength: 1,
    maxLength: 40,
  }),
);

describe('fronts of a rung', () => {
  it('are those of non-dominated sorting, in whatever order trials come', () => {
    fc.assert(
      fc.property(losses, (all) => {
        const field = new ParetoField();
        for (const [trial, each] of all.entries()) field.add({ trial, losses: each });
        const ranks = nonDominationRanks(all);
        for (const [trial, each] of all.entries()) {
          const before = ranks.filter((rank) => rank < (ranks[trial] as number)).length;
          expect(field.betterThan({ trial, losses: each }, 0)).toBe(before);
        }
        expect(field.size).toBe(all.length);
      }),
    );
  });

  it('are the same after a trial has left as if it had never come', () => {
    fc.assert(
      fc.property(losses, fc.nat(), (all, pick) => {
        const [left, never] = [new ParetoField(), new ParetoField()];
        const gone = pick % all.length;
        for (const [trial, each] of all.entries()) {
          left.add({ trial, losses: each });
          if (trial !== gone) never.add({ trial, losses: each });
        }
        left.remove(gone);
        for (const [trial, each] of all.entries()) {
          if (trial === gone) continue;
          const entrant = { trial, losses: each };
          for (const keep of [0, 3])
            expect(left.betterThan(entrant, keep)).toBe(never.betterThan(entrant, keep));
        }
      }),
    );
  });

  it('are divided by the area that each one alone dominates', () => {
    const field = new ParetoField();
    const points = [
      [0, 10],
      [1, 9.9],
      [5, 5],
      [10, 0],
    ];
    for (const [trial, each] of points.entries()) field.add({ trial, losses: each });
    const places = points.map((each, trial) => field.betterThan({ trial, losses: each }, 2));
    // The second point lies close to the first and adds next to nothing; the one in the middle adds most.
    expect(places[2]).toBe(0);
    expect(places[1]).toBe(3);
  });

  it('of three objectives are divided so that those that go on lie apart', () => {
    const field = new ParetoField();
    const points = [
      [0, 10, 10],
      [0.1, 9.9, 10],
      [10, 0, 10],
      [10, 10, 0],
    ];
    for (const [trial, each] of points.entries()) field.add({ trial, losses: each });
    expect(field.betterThan({ trial: 1, losses: points[1] as number[] }, 3)).toBe(3);
  });
});

describe('halving by several objectives', () => {
  it('lets on what is best in one of them, and stops what another dominates', () => {
    const study = new SmallStudy(paretoHalving({ firstRung: 1 }), { maxResource: 9, objectives: 2 });
    const say = (...values: readonly number[]): string => study.report(study.begin(), 1, ...values).action;
    for (let k = 0; k < 8; k += 1) say(5 + k, 5 + k);
    expect(say(1, 9)).toBe('continue');
    expect(say(9, 1)).toBe('continue');
    expect(say(20, 20)).toBe('stop');
  });

  it('says where a trial stands', () => {
    const study = new SmallStudy(paretoHalving({ firstRung: 1 }), { maxResource: 9, objectives: 2 });
    for (let k = 0; k < 5; k += 1) study.report(study.begin(), 1, k, k);
    const decision = study.report(study.begin(), 1, 9, 9);
    expect(decision).toHaveProperty('reason.text', '6th of 6 by all objectives at epoch 1; the best 2 go on');
  });

  it('lets an objective be said later: what has said none of it yet is not behind for that', () => {
    const study = new SmallStudy(paretoHalving({ firstRung: 1 }), { maxResource: 9, objectives: 2 });
    for (const value of [3, 2, 4, 1]) {
      const decision = study.report(study.begin(), 1, value, Number.NaN);
      expect(decision.action).toBe(value === 4 ? 'stop' : 'continue');
    }
  });
});
