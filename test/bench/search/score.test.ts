import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../bench/search/problem.ts';
import { rounded } from '../../../bench/search/rounded.ts';
import { joulesTo, lossAt, median, scoreProblem, summarise } from '../../../bench/search/score.ts';
import type { Trajectory } from '../../../bench/search/simulate.ts';

const problem = { id: 'p', suite: 's', fullRun: 10 } as Problem;

const run = (...points: Trajectory['points']): Trajectory => ({
  points,
  trials: 1,
  completed: 1,
  engineSeconds: 0,
});

describe('the score', () => {
  it('is 1 for equal engines', () => {
    const runs = [run([10, 1, 2], [50, 1, 1]), run([20, 2, 2]), run([30, 0, 0])];
    expect(scoreProblem(problem, runs, runs, 'recommended').ratio).toBe(1);
  });

  it('is that of both where both end with the same row, however many digits are kept of one', () => {
    const whole = run([10, 1, 0.251783416], [200, 0.2, 0.251783416]);
    const kept = JSON.parse(JSON.stringify(rounded(whole))) as Trajectory;
    expect(scoreProblem(problem, [rounded(whole)], [kept], 'recommended').ratio).toBe(1);
  });

  it('counts what is never reached as 50 full runs', () => {
    const theirs = [run([40, 1, 1])];
    expect(scoreProblem(problem, [run([5, 1, 2])], theirs, 'recommended').ratio).toBeCloseTo(40 / 500);
    expect(scoreProblem(problem, [run([5, 1, 2])], theirs, 'seen').ratio).toBeCloseTo(8);
  });

  it('reads trajectories', () => {
    const trajectory = run([10, 3, Infinity], [20, 2, 2.5]);
    expect(joulesTo(trajectory, 2.5, 'recommended')).toBe(20);
    expect(joulesTo(trajectory, 1, 'recommended')).toBeUndefined();
    expect(lossAt(trajectory, 15, 'seen')).toBe(3);
    expect(lossAt(trajectory, 15, 'recommended')).toBe(Infinity);
    expect(median([3, Infinity, 1])).toBe(3);
  });

  it('sums problems up by the geometric mean, inside its interval, with the worst', () => {
    const scores = [0.5, 2, 4, 4].map((ratio) => ({ problem, ratio }));
    const summary = summarise(scores);
    expect(summary).toMatchObject({ mean: 2, lost: 0.25, problems: 4, worst: { ratio: 0.5 } });
    expect(summary.low).toBeLessThan(2);
    expect(summary.high).toBeGreaterThan(2);
  });
});
