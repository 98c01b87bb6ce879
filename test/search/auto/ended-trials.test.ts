import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EndedTrials } from '../../../src/search/auto/ended-trials.ts';
import type { Trial } from '../../../src/search/study/trial.ts';

function trial(number: number, state: Trial['state'], loss?: number, violation = 0): Trial {
  return {
    number,
    configuration: {},
    origin: 'sampler',
    state,
    reports: [],
    joules: 0,
    isControl: false,
    ...(loss === undefined ? {} : { losses: [loss], violations: [violation] }),
  };
}

const numbers = (trials: readonly Trial[]): readonly number[] => trials.map(({ number }) => number);

describe('trials that have ended', () => {
  it('are in the order of their losses, equal ones by number', () => {
    const some = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 20 });
    fc.assert(
      fc.property(some, (losses) => {
        const ended = new EndedTrials(3);
        for (const [at, loss] of losses.entries()) ended.set(trial(at, 'complete', loss));
        const sorted = losses
          .map((loss, at) => ({ loss, at }))
          .sort((a, b) => a.loss - b.loss || a.at - b.at);
        expect(numbers(ended.complete)).toEqual(sorted.map(({ at }) => at));
      }),
    );
  });

  it('without a loss that counts stand apart, the newest of them', () => {
    const ended = new EndedTrials(3);
    ended.set(trial(0, 'stopped'));
    ended.set(trial(1, 'failed'));
    ended.set(trial(2, 'complete', Infinity));
    ended.set(trial(3, 'complete', 1, 0.5));
    ended.set(trial(4, 'running'));
    ended.set(trial(5, 'lost'));
    expect(numbers(ended.newestWithout)).toEqual([1, 2, 3]);
    expect(ended.complete).toEqual([]);
    expect(ended.size).toBe(4);
  });

  it('leave when they begin again, and come back as they end then', () => {
    const ended = new EndedTrials(3);
    ended.set(trial(0, 'failed'));
    ended.set(trial(1, 'complete', 2));
    ended.set(trial(0, 'running'));
    expect(ended.newestWithout).toEqual([]);
    ended.set(trial(0, 'complete', 1));
    ended.set(trial(1, 'complete', 0));
    expect(numbers(ended.complete)).toEqual([1, 0]);
    expect(ended.size).toBe(2);
  });
});
