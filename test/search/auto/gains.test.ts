import { describe, expect, it } from 'vitest';
import { Gains } from '../../../src/search/auto/gains.ts';
import type { Trial } from '../../../src/search/study/trial.ts';

const complete = (end: number | undefined): Trial => ({
  number: 0,
  configuration: {},
  origin: 'sampler',
  state: 'complete',
  reports: [],
  joules: 0,
  isControl: false,
  ...(end === undefined ? {} : { losses: [end] }),
});

function seen(trials: readonly (readonly [losses: readonly number[], end: number | undefined])[]): Gains {
  const gains = new Gains();
  for (const [losses, end] of trials) gains.learn(complete(end), losses);
  return gains;
}

describe('what complete trials gained', () => {
  const four = [
    [[1, 0.8], 0.5],
    [[1.2, 0.9], 0.6],
    [[1.1, 0.7], 0.55],
    [[2, 1], 0.9],
  ] as const;

  it('leaves hope as long as one gained enough from there', () => {
    const gains = seen(four);
    // From the first rung the most was 1.1, from the second 0.3.
    expect(gains.hopeless(0, 1.6)).toBeUndefined();
    expect(gains.hopeless(0, 1.7)).toEqual({ end: expect.closeTo(0.6, 12), best: 0.5 });
    expect(gains.hopeless(1, 0.8)).toBeUndefined();
    expect(gains.hopeless(1, 0.9)).toEqual({ end: expect.closeTo(0.6, 12), best: 0.5 });
  });

  it('takes what subtracting rounds for no difference', () => {
    const gains = seen([
      [[0.3], 0.1],
      [[0.3], 0.1],
      [[0.3], 0.1],
      [[0.3], 0.1],
    ]);
    for (const loss of [0.3, 0.30000000000000004]) expect(gains.hopeless(0, loss)).toBeUndefined();
    expect(gains.hopeless(0, 0.3001)).toBeDefined();
  });

  it('says nothing of few, of rungs that none came to, and of trials without an end', () => {
    expect(seen(four.slice(1)).hopeless(0, 9)).toBeUndefined();
    expect(seen(four).hopeless(2, 9)).toBeUndefined();
    expect(
      seen([...four.slice(1), [[1, 1], undefined], [[1, 1], Number.NaN]]).hopeless(0, 9),
    ).toBeUndefined();
    expect(seen([...four.slice(1), [[Infinity, 1], 0.5]]).hopeless(0, 9)).toBeUndefined();
  });

  it('has never hope for an infinite loss where it knows something', () => {
    expect(seen(four).hopeless(0, Infinity)).toEqual({ end: Infinity, best: 0.5 });
  });
});
