import { describe, expect, it } from 'vitest';
import { outcomesOf } from '../../../../src/search/samplers/gp/outcomes.ts';
import type { Trial } from '../../../../src/search/study/trial.ts';

function trial(
  number: number,
  state: Trial['state'],
  curve: readonly number[],
  losses?: readonly number[],
): Trial {
  const reports = curve.map((loss, at) => ({ resource: at + 1, losses: [loss], joules: 1 }));
  const rest = { configuration: {}, origin: 'sampler', joules: 1, isControl: false } as const;
  return { number, state, reports, ...rest, ...(losses === undefined ? {} : { losses }) };
}

/** Good at the end are those that are good after the second epoch. */
const COMPLETE = [
  trial(0, 'complete', [9, 5, 3], [3]),
  trial(1, 'complete', [8, 3, 1], [1]),
  trial(2, 'complete', [7, 7, 6], [6]),
];
const lossOf = (one: Trial, others = COMPLETE): number | undefined =>
  outcomesOf([...others, one], 1).find(({ trial: { number } }) => number === one.number)?.losses[0];

describe('what trials came to', () => {
  it('of a stopped one is the end of the complete one that has its rank', () => {
    expect(lossOf(trial(3, 'stopped', [9, 2]))).toBe(1);
    expect(lossOf(trial(3, 'stopped', [9, 4]))).toBe(3);
    expect(lossOf(trial(3, 'stopped', [9, 6]))).toBe(6);
    expect(lossOf(trial(3, 'stopped', [9, 99]))).toBe(6);
  });

  it('of a stopped one is unknown as long as none can be compared with it', () => {
    expect(lossOf(trial(3, 'stopped', [9, 2]), [])).toBeUndefined();
    expect(lossOf(trial(3, 'stopped', []))).toBeUndefined();
  });

  it('is infinitely bad where it failed or diverged', () => {
    expect(lossOf(trial(3, 'failed', [1]))).toBe(Infinity);
    expect(lossOf(trial(3, 'complete', [1], [Number.NaN]))).toBe(Infinity);
    expect(lossOf(trial(3, 'stopped', [1, Number.NaN]))).toBe(Infinity);
  });

  it('is nothing of those that run, wait or were lost', () => {
    for (const state of ['running', 'paused', 'waiting', 'lost'] as const)
      expect(lossOf(trial(3, state, [1, 2]))).toBeUndefined();
  });
});
