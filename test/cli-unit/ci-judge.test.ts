import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CiConstants } from '../../src/cli/ci/constants.ts';
import { ciConstants } from '../../src/cli/ci/constants.io.ts';
import { judge, type Measurement } from '../../src/cli/ci/judge.ts';
import { normalQuantile } from '../../src/stats/normal.ts';
import { estimate } from '../../src/units/estimate.ts';

const constants: CiConstants = ciConstants();
const MARGIN = 0.1;

function run(joules: number, hostId = 'h1'): Measurement {
  return { hostId, energy: estimate(joules, { [`model:${hostId}`]: 0.3 }) };
}

function runs(energies: readonly number[], hostId?: string): readonly Measurement[] {
  return energies.map((joules) => run(joules, hostId));
}

/** mulberry32: the same draws in every test run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

describe('a judgement', () => {
  it('cancels the error that all runs of one machine share', () => {
    const judged = judge(runs([100, 101, 99, 100]), runs([130]), MARGIN, constants);
    expect(judged?.verdict).toBe('over');
    expect(judged?.ratio.value).toBeCloseTo(1.3, 10);
    expect(judged?.interval.low).toBeGreaterThan(1.2);
    expect(judged?.baseline.errors).toEqual({ 'model:h1': expect.closeTo(0.3, 10) as number });
  });

  it('does not cancel errors of runs that were measured in another way', () => {
    const foreign = runs([100, 101, 99, 100]).map((each) => ({ ...each, isForeign: true }));
    expect(judge(foreign, runs([130]), MARGIN, constants)?.verdict).toBe('unsure');
    expect(judge(foreign, runs([130]), MARGIN, constants)?.needs).toBeNull();
  });

  it('on machines of one description adds what such machines differ by', () => {
    const here = judge(runs([100, 101, 99, 100]), runs([100]), MARGIN, constants);
    const there = judge(runs([100, 101, 99, 100], 'h2'), runs([100]), MARGIN, constants);
    const width = (judged: typeof here) => Math.log(judged?.interval.high ?? 1);
    expect(width(there)).toBeGreaterThan(width(here));
    // Two machines, each ±5 %: far less than the 30 % that their model may be off by.
    expect(width(there)).toBeLessThan(Math.hypot(width(here), 2 * 1.645 * 0.05));
  });

  it('is unsure where the interval holds the margin, and says how many runs would tell', () => {
    const judged = judge(runs([100, 104, 97, 101, 99, 102]), runs([115]), MARGIN, constants);
    expect(judged?.verdict).toBe('unsure');
    const { runs: more = 0, side } = judged?.needs ?? {};
    expect(side).toBe('new');
    const asMany = judge(
      runs([100, 104, 97, 101, 99, 102]),
      runs(Array.from({ length: 1 + more }, () => 115)),
      MARGIN,
      constants,
    );
    expect(asMany?.verdict).toBe('over');
  });

  it('of one run against one goes by the judged spread: only a large change is sure', () => {
    expect(judge(runs([100]), runs([115]), MARGIN, constants)?.verdict).toBe('unsure');
    expect(judge(runs([100]), runs([300]), MARGIN, constants)?.verdict).toBe('over');
    expect(judge(runs([100]), runs([50]), MARGIN, constants)?.verdict).toBe('within');
  });

  it('is none where an energy is not known or is zero', () => {
    const unknown = { hostId: 'h1', energy: { value: null, errors: {}, low: 1, high: 2 } };
    expect(judge([unknown], runs([1]), MARGIN, constants)).toBeUndefined();
    expect(judge(runs([0]), runs([1]), MARGIN, constants)).toBeUndefined();
    expect(judge([], runs([1]), MARGIN, constants)).toBeUndefined();
  });

  it('does not depend on the unit or the order of the runs', () => {
    const joules = fc.array(fc.double({ min: 1, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(joules, joules, fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (old, now, factor) => {
        const one = judge(runs(old), runs(now), MARGIN, constants);
        const other = judge(
          runs(old.map((x) => x * factor).reverse()),
          runs(now.map((x) => x * factor).reverse()),
          MARGIN,
          constants,
        );
        expect(other?.ratio.value).toBeCloseTo(one?.ratio.value ?? 0, 6);
        expect(Math.log(other?.interval.low ?? 1)).toBeCloseTo(Math.log(one?.interval.low ?? 1), 6);
        expect(Math.log(other?.interval.high ?? 1)).toBeCloseTo(Math.log(one?.interval.high ?? 1), 6);
      }),
    );
  });

  it('the more energy, the nearer to over; never back', () => {
    const rank = { within: 0, unsure: 1, over: 2 };
    const energies = Array.from({ length: 60 }, (_, i) => 80 + i);
    const verdicts = energies.map(
      (joules) => rank[judge(runs([100, 98, 103]), runs([joules]), MARGIN, constants)?.verdict ?? 'over'],
    );
    expect(verdicts).toEqual([...verdicts].sort((a, b) => a - b));
    expect(new Set(verdicts)).toEqual(new Set([0, 1, 2]));
  });

  /** Part of simulated jobs that fail; `growth` 1.1 is a tenth more energy. */
  function failing(sd: number, old: number, now: number, growth: number, jobs = 1000): number {
    const random = seeded(7);
    const draw = (mean: number): number => mean * Math.exp(sd * normalQuantile(random() * 0.9999 + 0.00005));
    const draws = (count: number, mean: number) => runs(Array.from({ length: count }, () => draw(mean)));
    let over = 0;
    for (let i = 0; i < jobs; i++)
      if (judge(draws(old, 100), draws(now, 100 * growth), MARGIN, constants)?.verdict === 'over') over++;
    return over / jobs;
  }

  // Both sides of the bargain, as docs/methodology/ci.md has them.
  it.each([
    [0.01, 10, 1, 1.2, 0.97],
    [0.03, 10, 3, 1.2, 0.95],
    [0.05, 10, 3, 1.2, 0.75],
    [0.05, 10, 5, 1.3, 0.99],
    [0.1, 10, 3, 1.5, 0.97],
  ])('sees what has grown (spread %f, %d old, %d new, times %f)', (sd, old, now, growth, least) => {
    expect(failing(sd, old, now, growth)).toBeGreaterThan(least);
    expect(failing(sd, old, now, 1)).toBeLessThan(0.01);
  });

  // The promise: a job whose energy has grown by exactly the margin fails in at most one case of twenty.
  it.each([
    [0.02, 5, 1],
    [0.05, 5, 1],
    [0.05, 10, 3],
    [0.1, 10, 1],
  ])('fails wrongly in about 1 of 20 jobs at most (spread %f, %d old, %d new)', (sd, old, now) => {
    expect(failing(sd, old, now, 1 + MARGIN)).toBeLessThan(0.075);
  });
});
