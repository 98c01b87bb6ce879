import { expect, test } from 'vitest';
import { CONTINUE, type MakeStopper } from '../../../src/search/stoppers/stopper.ts';
import { summaryOf, trialSummary } from '../../../src/search/study/summary.ts';
import type { Usage } from '../../../src/search/study/outcome.ts';
import { engineOf, KeptStudy, planOf } from './rig.ts';

/** What a study says that it has spent when its one trial is over. */
function spentBy(usage: Usage): unknown {
  const { study } = new KeptStudy(planOf(), engineOf());
  study.ask();
  study.report(0, { resource: 1, metrics: { loss: 1 }, usage });
  study.tell(0, { state: 'complete' });
  return summaryOf(study.state).spent;
}

test('carbon and money that trials could not tell are unknown, not nothing', () => {
  expect(spentBy({ joules: 10 })).toMatchObject({ energy: 10, carbon: null, cost: null });
  expect(spentBy({ joules: 10, grams: 2 })).toMatchObject({ energy: 10, carbon: 2, cost: null });
  expect(spentBy({ joules: 10, grams: 2, cost: 3 })).toMatchObject({ carbon: 2, cost: 3 });
});

test('a study that has used nothing yet has spent nothing', () => {
  const { study } = new KeptStudy(planOf(), engineOf());
  expect(summaryOf(study.state).spent).toMatchObject({ energy: 0, carbon: 0, cost: 0, trials: 0 });
});

test('why an earlier attempt failed is not why a later one was complete', () => {
  const { study } = new KeptStudy(planOf({ retry: { max: 1, on: ['exit'] } }), engineOf());
  study.ask();
  study.tell(0, { state: 'failed', failure: { kind: 'exit', text: 'it ended with 3', exitCode: 3 } });
  const why = () => trialSummary(study.state.trial(0), study.plan.objectives).why;
  expect(why()).toBe('it ended with 3');
  study.ask();
  expect(why()).toBeNull();
  study.report(0, { resource: 9, metrics: { loss: 1 } });
  study.tell(0, { state: 'complete' });
  expect(why()).toBeNull();
});

test('what a trial has used that was paused stays in the sum while it waits to go on again', () => {
  const reason = { rule: 'first', resource: 1, text: 'it goes on' };
  const makeStopper: MakeStopper = ({ trials }) => ({
    decide: () => CONTINUE,
    promote: () => (trials[0]?.state === 'paused' ? { trial: 0, reason } : undefined),
  });
  const { study } = new KeptStudy(planOf(), engineOf({ makeStopper }));
  study.ask();
  study.report(0, { resource: 1, metrics: { loss: 1 }, usage: { joules: 10 } });
  study.pause(0, { joules: 10 });
  study.ask();
  study.tell(0, { state: 'lost', usage: { joules: 4 } });
  expect(study.state.trial(0).state).toBe('waiting');
  expect(summaryOf(study.state).energy).toMatchObject({ paused: 10, failed: 4, total: 14 });
});
