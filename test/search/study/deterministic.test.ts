import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Study } from '../../../src/search/study/study.ts';
import type { StudyEngine } from '../../../src/search/study/mind.ts';
import { autoSampler } from '../../../src/search/auto/auto-sampler.ts';
import { autoStopper } from '../../../src/search/auto/auto-stopper.ts';
import { halvingPromote } from '../../../src/search/stoppers/halving-promote.ts';
import { tpeSampler } from '../../../src/search/samplers/tpe/tpe-sampler.ts';
import { engineOf, KeptStudy, lossAt, planOf } from './rig.ts';

/** A worker of a simulated machine: asks, reports epoch after epoch, ends. */
interface Worker {
  number: number | undefined;
  epoch: number;
}

interface Course {
  readonly workers: number;
  readonly trials: number;
  /** Which worker acts next, again and again. */
  readonly order: readonly number[];
  /** After how many acts the coordinator is killed: the study is read again, and running trials are lost. */
  readonly kills: readonly number[];
}

/** Runs a study to its end with workers that act in that order. */
function run({ workers, trials, order, kills }: Course, engine: StudyEngine = engineOf()): Study {
  const kept = new KeptStudy(planOf({ workers, deterministic: true, budget: { trials } }), engine);
  let { study } = kept;
  let crew: Worker[] = Array.from({ length: workers }, () => ({ number: undefined, epoch: 0 }));
  for (let act = 0; act < 50_000; act++) {
    if (kills.includes(act)) {
      kept.keep();
      study = kept.study = kept.again();
      study.loseRunning();
      crew = crew.map(() => ({ number: undefined, epoch: 0 }));
    }
    const worker = crew[(order[act % order.length] ?? 0) % workers] as Worker;
    if (step(study, worker, act) === 'over' && crew.every(({ number }) => number === undefined)) return study;
    // The order may leave a worker out for ever: each has its turn now and then.
    step(study, crew[act % workers] as Worker, act);
  }
  throw new Error('the study does not end');
}

function step(study: Study, worker: Worker, noise: number): 'over' | undefined {
  if (worker.number === undefined) {
    const ask = study.ask();
    if (ask.kind === 'run') {
      const epoch = ask.resume ? (ask.trial.reports.at(-1)?.resource ?? 0) : 0;
      Object.assign(worker, { number: ask.trial.number, epoch });
    }
    return ask.kind === 'over' ? 'over' : undefined;
  }
  const { number } = worker;
  const lr = study.state.trial(number).configuration['lr'] as number;
  worker.epoch++;
  const decision = study.report(number, {
    resource: worker.epoch,
    metrics: { loss: lossAt(lr, worker.epoch) },
    usage: { joules: worker.epoch * 10 + (noise % 13) },
  });
  if (decision.ok && decision.value.action === 'pause') {
    study.pause(number);
    worker.number = undefined;
  } else if ((decision.ok && decision.value.action === 'stop') || worker.epoch === 9) {
    study.tell(number, { state: 'complete' });
    worker.number = undefined;
  }
  return undefined;
}

/** What a study found, without what timing may change. */
function foundBy({ state }: Study): unknown {
  return state.trials.map(({ configuration, state: is, reports, reason, losses }) => ({
    configuration,
    is,
    reason,
    losses,
    reports: reports.map(({ resource, losses: at }) => [resource, ...at]),
  }));
}

const orders = fc.array(fc.nat(3), { minLength: 5, maxLength: 40 });

test('the same seed and the same metrics give the same study, whatever the timing', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), orders, (workers, order) => {
      const inTurn = Array.from({ length: workers }, (_, i) => i);
      const plain = run({ workers, trials: 24, order: inTurn, kills: [] });
      const other = run({ workers, trials: 24, order, kills: [] });
      expect(foundBy(other)).toEqual(foundBy(plain));
      expect(plain.state.trials.some(({ state }) => state === 'stopped')).toBe(true);
    }),
    { numRuns: 25 },
  );
});

test('and whenever the coordinator is killed: no trial is lost, none is counted twice', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }),
      orders,
      fc.uniqueArray(fc.nat(150), { minLength: 1, maxLength: 2 }),
      (workers, order, kills) => {
        const plain = run({ workers, trials: 24, order, kills: [] });
        const killed = run({ workers, trials: 24, order, kills });
        expect(foundBy(killed)).toEqual(foundBy(plain));
        expect(killed.state.started).toBe(plain.state.started);
      },
    ),
    { numRuns: 25 },
  );
});

const learners: readonly (readonly [string, StudyEngine])[] = [
  ['TPE and promotion', { makeSampler: tpeSampler({ startup: 4 }), makeStopper: halvingPromote() }],
  ['the default engine', { makeSampler: autoSampler({ startup: 4 }), makeStopper: autoStopper(4) }],
];

test.each(learners)('so it is with %s, where trials wait at rungs and go on from there', (_, engine) => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3 }),
      orders,
      fc.uniqueArray(fc.nat(120), { maxLength: 2 }),
      (workers, order, kills) => {
        const plain = run({ workers, trials: 14, order: [0, 1, 2], kills: [] }, engine);
        const other = run({ workers, trials: 14, order, kills }, engine);
        expect(foundBy(other)).toEqual(foundBy(plain));
        expect(plain.state.trials.some(({ resumedFor }) => resumedFor !== undefined)).toBe(true);
      },
    ),
    { numRuns: 20 },
  );
});
