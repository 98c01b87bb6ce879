import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CONTINUE, type MakeStopper } from '../../../src/search/stoppers/stopper.ts';
import { energyByFate } from '../../../src/search/study/energy-by-fate.ts';
import { recommend } from '../../../src/search/study/recommend.ts';
import type { Study } from '../../../src/search/study/study.ts';
import type { StudyPlan } from '../../../src/search/study/study-plan.ts';
import { engineOf, KeptStudy, lossAt, never, planOf } from './rig.ts';

function next(study: Study): number {
  const ask = study.ask();
  if (ask.kind !== 'run') throw new Error(`nothing to run: ${ask.kind}`);
  return ask.trial.number;
}

/** Trains a trial to its end, or until it is stopped. */
function train(study: Study, number: number, joules = 10, until = 9): string {
  const lr = study.state.trials[number]?.configuration['lr'] as number;
  for (let x = 1; x <= until; x++) {
    const decision = study.report(number, {
      resource: x,
      metrics: { loss: lossAt(lr, x) },
      usage: { joules: x * joules },
    });
    if (decision.ok && decision.value.action === 'stop') break;
  }
  const fate = study.tell(number, { state: 'complete' });
  return fate.ok ? fate.value.state : fate.error.what;
}

test('a trial is proposed, reports, and ends with the losses of its last report', () => {
  const { study } = new KeptStudy(planOf());
  const ask = study.ask();
  expect(ask).toMatchObject({ kind: 'run', attempt: 1, resume: false, until: 9 });
  expect(train(study, 0)).toBe('complete');
  const lr = study.state.trials[0]?.configuration['lr'] as number;
  expect(study.state.trials[0]).toMatchObject({ state: 'complete', joules: 90, losses: [lossAt(lr, 9)] });
});

test('a metric to be maximised is a loss inside', () => {
  const { study } = new KeptStudy(planOf({ objectives: [{ metric: 'acc', goal: 'maximize', target: 0.9 }] }));
  next(study);
  study.report(0, { resource: 1, metrics: { acc: 0.8 } });
  expect(study.state.trials[0]?.reports[0]?.losses).toEqual([-0.8]);
  study.report(0, { resource: 2, metrics: { acc: 0.95 } });
  study.tell(0, { state: 'complete' });
  expect(study.ask()).toMatchObject({ kind: 'over', why: 'target' });
});

test('what a stopper ends is stopped, however the process ended', () => {
  const { study } = new KeptStudy(planOf());
  const fates = Array.from({ length: 8 }, () => train(study, next(study)));
  expect(new Set(fates)).toEqual(new Set(['complete', 'stopped']));
  const stopped = study.state.trials.find(({ state }) => state === 'stopped');
  expect(stopped?.reason?.rule).toBe('half');
});

test('the first limit that is reached ends the search, and which it was is said', () => {
  const { study } = new KeptStudy(
    planOf({ budget: { energy: 200, trials: 100 } }),
    engineOf({ makeStopper: never }),
  );
  for (let i = 0; i < 3; i++) train(study, next(study));
  expect(study.ask()).toMatchObject({ kind: 'over', why: 'energy' });
});

test('beyond 105 % of the budget a running trial is told to stop, also if it says nothing but its energy', () => {
  const { study } = new KeptStudy(planOf({ budget: { energy: 100 } }));
  next(study);
  expect(study.report(0, { resource: 1, metrics: { loss: 1 }, usage: { joules: 104 } })).toMatchObject({
    value: { action: 'continue' },
  });
  expect(study.meter(0, { joules: 105 })).toMatchObject({
    value: { action: 'stop', reason: { rule: 'budget' } },
  });
});

test('a kept part of the budget finishes the recommended configuration where it was never trained to its end', () => {
  const { study } = new KeptStudy(planOf({ budget: { energy: 100 } }), engineOf({ makeStopper: never }));
  for (const joules of [40, 51]) {
    const number = next(study);
    study.report(number, { resource: 2, metrics: { loss: joules }, usage: { joules } });
    study.tell(number, { state: 'stopped' });
  }
  const final = study.ask();
  expect(final).toMatchObject({ kind: 'run', trial: { origin: 'final', isControl: true } });
  expect(study.state.trials[2]?.configuration).toEqual(study.state.trials[0]?.configuration);
  study.report(2, { resource: 9, metrics: { loss: 30 }, usage: { joules: 9 } });
  study.tell(2, { state: 'complete' });
  expect(recommend(study.state)).toMatchObject({ isComplete: true, trials: [{ number: 2 }] });
});

/** Pauses everything at 3, and promotes nothing. */
const pausesAll: MakeStopper = () => ({
  decide: (_, { resource }) =>
    resource === 3 ? { action: 'pause', reason: { rule: 'all', resource, text: 'it waits' } } : CONTINUE,
});

test('when all trials were tried, the best of those that are paused is trained to its end', () => {
  const { study } = new KeptStudy(planOf({ budget: { trials: 2 } }), engineOf({ makeStopper: pausesAll }));
  for (const loss of [5, 4]) {
    const number = next(study);
    study.report(number, { resource: 3, metrics: { loss } });
    study.pause(number);
  }
  expect(study.ask()).toMatchObject({ kind: 'run', resume: true, trial: { number: 1 } });
  study.report(1, { resource: 9, metrics: { loss: 1 } });
  study.tell(1, { state: 'complete' });
  expect(study.ask()).toMatchObject({ kind: 'over', why: 'trials' });
  expect(recommend(study.state)).toMatchObject({ isComplete: true, trials: [{ number: 1 }] });
});

test('one that pauses again without having come further is left', () => {
  const { study } = new KeptStudy(planOf({ budget: { trials: 1 } }), engineOf({ makeStopper: pausesAll }));
  next(study);
  study.report(0, { resource: 3, metrics: { loss: 1 } });
  study.pause(0);
  expect(study.ask()).toMatchObject({ kind: 'run', trial: { number: 0 } });
  study.report(0, { resource: 3, metrics: { loss: 1 } });
  study.pause(0);
  expect(study.ask()).toMatchObject({ kind: 'over', why: 'trials' });
});

test('when all trials were tried, those that are promoted go on', () => {
  const { study } = new KeptStudy(
    planOf({ budget: { trials: 2 } }),
    engineOf({
      makeStopper: (view) => ({
        ...pausesAll(view),
        promote: () => {
          const trial = view.trials.find(
            ({ state }) => state === 'paused' && view.trials.length === 2,
          )?.number;
          return trial === undefined
            ? undefined
            : { trial, reason: { rule: 'all', resource: 3, text: 'it goes on' } };
        },
      }),
    }),
  );
  for (let n = 0; n < 2; n++) {
    study.report(next(study), { resource: 3, metrics: { loss: n } });
    study.pause(n);
  }
  expect([study.ask(), study.ask()]).toMatchObject([{ trial: { number: 0 } }, { trial: { number: 1 } }]);
});

test('a control trial goes on, and where it would have been stopped is kept', () => {
  const { study } = new KeptStudy(planOf({ controlShare: 1 }));
  const fates = Array.from({ length: 8 }, () => train(study, next(study)));
  expect(new Set(fates)).toEqual(new Set(['complete']));
  expect(study.state.trials.some(({ spared }) => spared?.rule === 'half')).toBe(true);
});

test('a trial that ends without its metric, or with what is no number, has failed and says why', () => {
  const { study } = new KeptStudy(planOf());
  next(study);
  expect(study.tell(0, { state: 'complete' })).toMatchObject({ value: { state: 'failed' } });
  expect(study.state.trials[0]?.failure?.kind).toBe('no-metric');
  next(study);
  study.report(1, { resource: 1, metrics: { loss: Number.NaN } });
  study.tell(1, { state: 'complete' });
  expect(study.state.trials[1]?.failure?.kind).toBe('not-a-number');
});

test('a failed trial is tried again under its number as the plan says, and what it had used is waste', () => {
  const { study } = new KeptStudy(planOf({ retry: { max: 1, on: ['signal', 3] } }));
  const { configuration } = study.state.trials[next(study)] ?? {};
  study.report(0, { resource: 1, metrics: { loss: 1 }, usage: { joules: 5 } });
  const failed = {
    state: 'failed',
    failure: { kind: 'exit', text: 'it ended with 3', exitCode: 3 },
  } as const;
  expect(study.tell(0, failed)).toMatchObject({ value: { again: true } });
  const again = study.ask();
  expect(again).toMatchObject({ attempt: 2, trial: { number: 0, configuration, reports: [] } });
  expect(study.tell(0, failed)).toMatchObject({ value: { again: false, state: 'failed' } });
  expect(energyByFate(study.state)).toMatchObject({ failed: 5, total: 5 });
  next(study);
  const other = { state: 'failed', failure: { kind: 'exit', text: 'it ended with 1', exitCode: 1 } } as const;
  expect(study.tell(1, other)).toMatchObject({ value: { again: false } });
});

test('a trial is begun again however often whoever watches it is killed', () => {
  const { study } = new KeptStudy(planOf());
  next(study);
  for (let loss = 1; loss <= 30; loss++) {
    expect(study.loseRunning()).toEqual([{ state: 'waiting', again: true }]);
    expect(study.ask()).toMatchObject({ kind: 'run', attempt: loss + 1, trial: { number: 0 } });
  }
  expect(study.state.started).toBe(1);
});

test('reports out of order, twice, in parts and before the training are put where they belong', () => {
  const objectives = [
    { metric: 'loss', goal: 'minimize' },
    { metric: 'size', goal: 'minimize' },
  ] as const;
  const { study } = new KeptStudy(planOf({ objectives }), engineOf({ makeStopper: never }));
  next(study);
  for (const [resource, metrics] of [
    [0, { loss: 9 }],
    [3, { loss: 3 }],
    [1, { loss: 1 }],
    [3, { size: 30 }],
    [1, { loss: 2 }],
  ] as const)
    study.report(0, { resource, metrics });
  expect(study.state.trials[0]?.reports).toEqual([
    { resource: 1, losses: [2, Number.NaN], joules: 0 },
    { resource: 3, losses: [3, 30], joules: 0 },
  ]);
});

test('what trials say that do not run is refused with what they are', () => {
  const { study } = new KeptStudy(planOf());
  expect(study.report(4, { metrics: { loss: 1 } })).toMatchObject({ error: { code: 'E_NOT_FOUND' } });
  train(study, next(study));
  expect(study.tell(0, { state: 'complete' })).toMatchObject({
    error: { why: expect.stringContaining('complete') },
  });
  next(study);
  expect(study.report(1, { resource: Number.NaN, metrics: { loss: 1 } })).toMatchObject({ ok: false });
});

test('enqueued configurations come first, a paused trial goes on when it is promoted', () => {
  let isPaused = false;
  const { study } = new KeptStudy(
    planOf(),
    engineOf({
      makeStopper: () => ({
        decide: (_, { resource }) =>
          resource === 1 && !isPaused
            ? { action: 'pause', reason: { rule: 'rung', resource, text: 'waits' } }
            : { action: 'continue' },
        promote: () =>
          isPaused ? { trial: 0, reason: { rule: 'rung', resource: 1, text: 'best of 1' } } : undefined,
      }),
    }),
  );
  study.enqueue({ lr: 0.25 });
  expect(study.state.trials[next(study)]?.configuration).toEqual({ lr: 0.25 });
  expect(study.report(0, { metrics: { loss: 1 }, usage: { joules: 4 } })).toMatchObject({
    value: { action: 'pause' },
  });
  study.pause(0, { joules: 5 });
  isPaused = true;
  expect(study.ask()).toMatchObject({ attempt: 1, resume: true, trial: { number: 0 } });
  study.report(0, { resource: 2, metrics: { loss: 0.5 }, usage: { joules: 3 } });
  expect(study.state.trials[0]).toMatchObject({ joules: 8, resumedFor: { text: 'best of 1' } });
  expect(study.state.trials[0]?.reports.at(-1)?.joules).toBe(8);
});

test('constraints decide what may be recommended', () => {
  const constraints = [{ text: 'mb <= 50', metric: 'mb', operator: '<=', bound: 50 }] as const;
  const { study } = new KeptStudy(planOf({ constraints }), engineOf({ makeStopper: never }));
  for (const [loss, mb] of [
    [1, 80],
    [2, 40],
  ]) {
    const number = next(study);
    study.report(number, { resource: 9, metrics: { loss: loss ?? 0, mb: mb ?? 0 } });
    study.tell(number, { state: 'complete' });
  }
  expect(study.state.trials[0]?.violations).toEqual([30]);
  expect(recommend(study.state)?.trials.map(({ number }) => number)).toEqual([1]);
  expect(study.state.gains.history.map(({ trial }) => trial)).toEqual([1]);
});

test('adopted trials teach and cost nothing', () => {
  const { study } = new KeptStudy(planOf({ budget: { energy: 10, trials: 1 } }));
  study.adopt({ lr: 0.3 }, [{ resource: 1, metrics: { loss: 0.2 }, usage: { joules: 99 } }], {
    state: 'complete',
  });
  expect(study.state).toMatchObject({ running: 0, started: 0, spent: { j: 0 } });
  expect(study.state.trials[0]).toMatchObject({ state: 'complete', losses: [0.2], joules: 99 });
});

/** What may happen to a study, by chance. */
const steps = fc.array(
  fc.record({
    what: fc.constantFrom(
      'ask',
      'ask',
      'report',
      'report',
      'report',
      'end',
      'fail',
      'lose',
      'queue',
      'pause',
    ),
    which: fc.nat(7),
    joules: fc.double({ min: 0, max: 1e5, noNaN: true }),
    loss: fc.double(),
  }),
  { maxLength: 120 },
);

const plans: fc.Arbitrary<StudyPlan> = fc
  .record({ workers: fc.integer({ min: 1, max: 4 }), deterministic: fc.boolean(), control: fc.boolean() })
  .map(({ workers, deterministic, control }) =>
    planOf({
      workers,
      deterministic,
      controlShare: control ? 0.3 : 0,
      budget: { energy: 1e6 },
      retry: { max: 1, on: ['exit'] },
    }),
  );

test('whatever happens, the state read again from the events is the live one to the bit, and goes on alike', () => {
  fc.assert(
    fc.property(plans, steps, (plan, happenings) => {
      const kept = new KeptStudy(plan);
      const { study } = kept;
      for (const { what, which, joules, loss } of happenings) {
        kept.t += joules / 1e6;
        const running = study.state.trials.filter(({ state }) => state === 'running');
        const number = running[which % Math.max(1, running.length)]?.number;
        if (what === 'ask' && running.length < plan.workers) study.ask();
        else if (what === 'queue') study.enqueue({ lr: joules / 1e5 });
        else if (what === 'lose') study.loseRunning();
        else if (number === undefined) continue;
        else if (what === 'report')
          study.report(number, {
            metrics: { loss },
            usage: { joules: study.state.trial(number).leg.j + joules },
          });
        else if (what === 'pause') study.pause(number, { joules });
        else if (what === 'end') study.tell(number, { state: 'complete', usage: { joules } });
        else study.tell(number, { state: 'failed', failure: { kind: 'exit', text: 'it ended with 1' } });
      }
      kept.keep();
      const again = kept.again();
      expect(again.state).toEqual(study.state);
      if (study.state.running < plan.workers) expect(again.ask()).toEqual(study.ask());
      const { engine, total, sinceGain, ...fates } = energyByFate(study.state);
      const sum = Object.values(fates).reduce((a, b) => a + b, 0);
      expect(Math.abs(sum + engine - total)).toBeLessThanOrEqual(1e-9 * Math.max(1, total));
      expect(sinceGain).toBeLessThanOrEqual(total);
    }),
    { numRuns: 150 },
  );
});

test('reports that come out of order are put in theirs, and the value at the end is that of the furthest', () => {
  const { study } = new KeptStudy(planOf(), engineOf({ makeStopper: never }));
  study.ask();
  for (const [resource, loss] of [
    [3, 0.3],
    [1, 0.9],
    [2, 0.6],
  ] as const)
    study.report(0, { resource, metrics: { loss } });
  study.tell(0, { state: 'complete' });
  const { trials } = study.state;
  expect(trials[0]?.reports.map(({ resource, losses }) => [resource, ...losses])).toEqual([
    [1, 0.9],
    [2, 0.6],
    [3, 0.3],
  ]);
  expect(trials[0]?.losses).toEqual([0.3]);
});
