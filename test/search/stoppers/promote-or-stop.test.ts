import { expect, test } from 'vitest';
import { halvingPromote } from '../../../src/search/stoppers/halving-promote.ts';
import { halvingStop } from '../../../src/search/stoppers/halving-stop.ts';
import { promoteOrStop } from '../../../src/search/stoppers/promote-or-stop.ts';
import { SmallStudy, type TestTrial } from './small-study.ts';

const RUNG = { firstRung: 3 };
const study = (): SmallStudy =>
  new SmallStudy(promoteOrStop(halvingPromote(RUNG), halvingStop(RUNG)), { maxResource: 27 });

/** Reports up to a resource, or until it may not go on. */
function upTo(made: SmallStudy, trial: TestTrial, resource: number, value: number): string {
  for (let at = (trial.reports.at(-1)?.resource ?? 0) + 1; at <= resource; at++) {
    const { action } = made.report(trial, at, value);
    if (action !== 'continue') return `${action} at ${at}`;
  }
  return 'continue';
}

test('as long as checkpoints are kept, it is the rule that pauses', () => {
  const made = study();
  const trials = [5, 4, 3].map((value) => {
    const trial = made.begin();
    expect(upTo(made, trial, 27, value)).toBe('pause at 3');
    return trial;
  });
  expect(made.stopper.promote?.()?.trial).toBe(2);
  made.resume(trials[2] as TestTrial);
  expect(upTo(made, trials[2] as TestTrial, 27, 3)).toBe('pause at 9');
});

test('a trial that has kept nothing goes on anew, and from then on weak ones are stopped', () => {
  const made = study();
  const first = made.begin();
  first.beginsAnew = true;
  expect(upTo(made, first, 27, 5)).toBe('pause at 3');
  const promoted = made.stopper.promote?.();
  expect(promoted).toMatchObject({ trial: 0, reason: { rule: 'asha' } });
  expect(promoted?.reason.text).toContain('begins anew');
  made.resume(first);
  first.reports.length = 0;
  expect(upTo(made, first, 27, 5)).toBe('continue');
  made.end(first);
  expect(upTo(made, made.begin(), 27, 9)).toBe('stop at 3');
  expect(upTo(made, made.begin(), 27, 4)).toBe('continue');
  expect(made.stopper.promote?.()).toBeUndefined();
});

test('of several that were paused by then only those go on that would not have been stopped', () => {
  const made = study();
  const trials = [4, 9, 3].map(() => made.begin());
  trials.forEach((trial, k) => {
    if (k === 2) trial.beginsAnew = true;
    expect(upTo(made, trial, 27, [4, 9, 3][k] as number)).toBe('pause at 3');
  });
  const gone: number[] = [];
  for (let next = made.stopper.promote?.(); next !== undefined; next = made.stopper.promote?.()) {
    gone.push(next.trial);
    made.resume(trials[next.trial] as TestTrial);
  }
  expect(gone).toEqual([0, 2]);
});
