import { expect, test } from 'vitest';
import { likelySaving, savedInterval } from '../../../src/search/workers/saved-interval.ts';
import { engineOf, KeptStudy, planOf } from '../study/rig.ts';

/** Trials that need 10 J to begin and 1 J for each step: so many that go to their end at 3, and one that is stopped at 1. */
function studyWith(complete: number): KeptStudy['study'] {
  const { study } = new KeptStudy(planOf({ maxResource: 3 }), engineOf());
  for (let i = 0; i <= complete; i++) {
    study.ask();
    const last = i < complete ? 3 : 1;
    for (let resource = 1; resource <= last; resource++)
      study.report(i, { resource, metrics: { loss: 1 }, usage: { joules: 9 + resource } });
    const usage = { joules: 9 + last };
    study.tell(i, i < complete ? { state: 'complete', usage } : { state: 'stopped', usage });
  }
  return study;
}

test('what ending a trial has saved goes by the trials that went on from there', () => {
  const { state } = studyWith(3);
  expect(likelySaving(state.trial(3), state)?.joules).toBeCloseTo(2);
  expect(savedInterval(state)?.joules).toBeCloseTo(2);
});

test('by its own pace where too few did', () => {
  const { state } = studyWith(2);
  expect(likelySaving(state.trial(2), state)?.joules).toBeCloseTo(20);
  expect(likelySaving(state.trial(0), state)).toBeUndefined();
});
