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
    expect(trial.reports).toHaveLength(2);
    expect(last).toMatchObject({
      action: 'pause',
      reason: { resource: 2, text: 'one of the first 3, which wait at epoch 2 until the best is known' },
    });
    expect(study.stopper.promote?.()).toEqual({
      trial: 1,
      reason: { rule: 'auto', resource: 2, text: '1st of the first 3 at epoch 2; it goes on' },
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

  it('ends the start when a small space has no more configurations', () => {
    const space = { parameters: [{ kind: 'categorical' as const, name: 'x', choices: [1, 2] }], fixed: {} };
    const study = new SmallStudy((view) => autoStopper()({ ...view, space }), { maxResource: FULL });
    study.run(curve(0.5));
    expect(study.stopper.promote?.()).toBeUndefined();
    study.run(curve(0.2));
    expect(study.stopper.promote?.()).toMatchObject({ trial: 1 });
  });

  it('stops at the first rung who is not among the best of all', () => {
    const { last } = afterStart().run(curve(0.45));
    expect(last).toMatchObject({
      action: 'stop',
      reason: { rule: 'auto', resource: 2, text: '3rd of 4 at epoch 2; the best 2 go on' },
    });
  });

  it('once as many have gone on as may, stops who cannot end as the best, as complete trials show', () => {
    const study = afterStart();
    for (const end of [0.19, 0.18, 0.17, 0.165]) expect(study.run(curve(end)).trial.state).toBe('complete');
    // All four that came to epoch 3 have gone on, and gained the same from there.
    const { trial, last } = study.run(curve(0.1675));
    expect(trial.reports).toHaveLength(3);
    const why = 'gaining as much as any other did from here it would end at 0.18711, the best is 0.18461';
    expect(last).toMatchObject({ action: 'stop', reason: { text: `2nd of 5 at epoch 3; ${why}` } });
    expect(study.run(curve(0.16)).trial.state).toBe('complete');
  });

  it('compares by the best loss so far', () => {
    const study = afterStart();
    const rises = Array.from({ length: FULL }, (_, at) => (at === 0 ? 0.1 : 5));
    expect(study.run(rises).trial.state).toBe('complete');
  });

  it('compares often, and first at a twenty-sixth of a full training', () => {
    expect(afterStart().stopper.rungs?.()).toEqual([2, 3, 4, 5, 8, 11, 15, 21, 29]);
  });

  it('compares no earlier than trials report', () => {
    const study = new SmallStudy(autoStopper(1), { maxResource: 10 });
    study.run([0.5, 0.4]);
    expect(study.stopper.rungs?.()[0]).toBe(1);
  });
});
