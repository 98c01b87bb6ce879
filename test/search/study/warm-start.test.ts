import { expect, test } from 'vitest';
import type { StudyPlan } from '../../../src/search/study/study-plan.ts';
import type { StudyState } from '../../../src/search/study/study-state.ts';
import { planChange } from '../../../src/search/study/plan-change.ts';
import { falseStops, savedBy } from '../../../src/search/study/savings.ts';
import { warmStart } from '../../../src/search/study/warm-start.ts';
import { KeptStudy, planOf } from './rig.ts';

/** An earlier study whose trials had these losses, at lr = 0.1, 0.2, … */
function earlier(plan: Partial<StudyPlan>, losses: readonly number[]): StudyState {
  const { study } = new KeptStudy(planOf({ name: 'before', ...plan }));
  losses.forEach((loss, i) => {
    study.adopt({ lr: (i + 1) / 10 }, [], { state: 'complete', metrics: { loss } });
  });
  return study.state;
}

test('a new study begins with the best of the nearest earlier one, none twice', () => {
  const same = earlier({ command: 'python train.py' }, [3, 1, 2, 4]);
  const other = earlier({ name: 'far', command: 'python other.py' }, [0]);
  const plan = planOf({ command: 'python train.py' });
  expect(warmStart(plan, [other, same]).map(({ study, trial }) => [study, trial])).toEqual([
    ['before', 1],
    ['before', 2],
    ['before', 0],
  ]);
  expect(warmStart(plan, [other, same], 5).map(({ study }) => study)).toEqual([
    'before',
    'before',
    'before',
    'before',
  ]);
  expect(warmStart(plan, [other], 3)).toMatchObject([{ study: 'far', configuration: { lr: 0.1 } }]);
});

test('a study of another metric, of other parameters, or with values outside has nothing to give', () => {
  const plan = planOf();
  const other = earlier({ objectives: [{ metric: 'loss', goal: 'maximize' }] }, [1]);
  const space: StudyPlan['space'] = {
    parameters: [{ kind: 'float', name: 'lr', low: 0.15, high: 1, scale: 'linear' }],
    fixed: {},
  };
  expect(warmStart(plan, [other])).toEqual([]);
  expect(warmStart(planOf({ space }), [earlier({}, [1, 2])])).toMatchObject([{ configuration: { lr: 0.2 } }]);
});

test('what stopping has saved is the rest of the training at its own pace', () => {
  const { study } = new KeptStudy(planOf({ maxResource: 10 }));
  study.ask();
  study.report(0, { resource: 2, metrics: { loss: 1 }, usage: { joules: 30 } });
  study.tell(0, { state: 'stopped' });
  expect(savedBy(study.state)).toBeCloseTo(120, 9);
});

test('a stop would have been wrong where a spared control trial ended among the best third', () => {
  const { study } = new KeptStudy(planOf({ controlShare: 1 }));
  for (let n = 0; n < 6; n++) {
    study.ask();
    study.report(n, { resource: 1, metrics: { loss: n === 5 ? 9 : n } });
    study.report(n, { resource: 2, metrics: { loss: n === 5 ? -1 : n } });
    study.tell(n, { state: 'complete' });
  }
  const { spared, wrong } = falseStops(study.state);
  expect(spared).toBeGreaterThan(1);
  expect(wrong).toBe(1);
});

test('budget, workers and retries may change while a study lives; what is searched may not', () => {
  const plan = planOf({ budget: { energy: 5 } });
  expect(planChange(plan, { ...plan, budget: { energy: 9 }, workers: 4 })).toEqual({
    ok: true,
    value: ['budget', 'workers'],
  });
  expect(planChange(plan, { ...plan, seed: 8, maxResource: 3 })).toMatchObject({
    ok: false,
    error: { what: expect.stringContaining('max_resource, seed') },
  });
  const batches = { ...plan, deterministic: true };
  expect(planChange(batches, { ...batches, workers: 4 })).toMatchObject({ ok: false });
});

test('a larger budget lets a study that was over go on', () => {
  const kept = new KeptStudy(planOf({ budget: { trials: 1 } }));
  const { study } = kept;
  study.ask();
  study.report(0, { metrics: { loss: 1 } });
  study.tell(0, { state: 'complete' });
  expect(study.ask()).toMatchObject({ kind: 'over', why: 'trials' });
  study.change({ ...study.plan, budget: { trials: 2 } });
  expect(study.ask()).toMatchObject({ kind: 'run' });
  kept.keep();
  expect(kept.again().state).toEqual(study.state);
});
