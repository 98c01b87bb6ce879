import { describe, expect, it } from 'vitest';
import { autoStopper } from '../../../src/search/auto/auto-stopper.ts';
import { SmallStudy, type TestTrial } from '../stoppers/small-study.ts';

const FULL = 51;

/** A falling curve that ends at about `end`. */
const curve = (end: number): readonly number[] => Array.from({ length: FULL }, (_, at) => end + 1 / (at + 1));

/** The first three have waited, and the second, the best of them, goes on. */
function afterStart(): SmallStudy {
  const study = new SmallStudy(autoStopper(3), { maxResource: FULL });
  for (const end of [0.5, 0.2, 0.4]) study.run(curve(end));
  study.resume(study.trials[1] as TestTrial);
  return study;
}

describe('the default stopper', () => {
  it('lets the first trials wait at the first rung, and the best of them go on', () => {
    const study = new SmallStudy(autoStopper(3), { maxResource: FULL });
    for (const end of [0.5, 0.2]) expect(study.run(curve(end)).last.action).toBe('pause');
    expect(study.stopper.promote?.()).toBeUndefined();
    const { trial, last } = study.run(curve(0.4));
    expect(trial.reports).toHaveLength(3);
    expect(last).toMatchObject({
      action: 'pause',
      reason: { resource: 3, text: 'one of the first 3, which wait at epoch 3 until the best is known' },
    });
    expect(study.stopper.promote?.()).toEqual({
      trial: 1,
      reason: { rule: 'auto', resource: 3, text: '1st of the first 3 at epoch 3; it goes on' },
    });
    study.resume(study.trials[1] as TestTrial);
    expect(study.stopper.promote?.()).toBeUndefined();
  });

  it('ends the start when an eighth of the budget is spent', () => {
    const study = new SmallStudy(autoStopper(), { maxResource: FULL });
    study.run(curve(0.5));
    expect(study.stopper.promote?.()).toBeUndefined();
    Object.assign(study.view, { spent: 0.125 });
    expect(study.stopper.promote?.()).toMatchObject({ trial: 0 });
  });

  it('stops at the first rung who is not among the better half of all', () => {
    const { last } = afterStart().run(curve(0.45));
    expect(last).toMatchObject({
      action: 'stop',
      reason: { rule: 'auto', resource: 3, text: '3rd of 4 at epoch 3; the best 2 go on' },
    });
  });

  it('lets no more than a half go on, but always the best that was ever there', () => {
    const study = afterStart();
    for (const end of [0.19, 0.18, 0.17])
      expect(study.run(curve(end)).trial.reports.length).toBeGreaterThan(3);
    // The 2nd of 7 is among the better half; four have gone on already.
    const { last } = study.run(curve(0.175));
    expect(last).toMatchObject({
      action: 'stop',
      reason: { text: '2nd of 7 at epoch 3; as many as may have gone on, now only the best one does' },
    });
  });

  it('is stricter at the second rung than at the first', () => {
    const study = afterStart();
    for (const end of [0.19, 0.18, 0.17]) study.run(curve(end));
    expect(study.trials.at(-1)?.state).toBe('complete');
    for (const end of [0.9, 0.8]) study.run(curve(end));
    // The 2nd of 9 at epoch 3, where four of nine may go on; the 2nd of 4 at epoch 9, where one may.
    const { trial, last } = study.run(curve(0.172));
    expect(trial.reports).toHaveLength(9);
    expect(last).toMatchObject({
      action: 'stop',
      reason: { resource: 9, text: '2nd of 4 at epoch 9; the best one goes on' },
    });
  });

  it('compares at a seventeenth, three seventeenths and nine seventeenths of a full training', () => {
    expect(afterStart().stopper.rungs?.()).toEqual([3, 9, 27]);
  });
});
