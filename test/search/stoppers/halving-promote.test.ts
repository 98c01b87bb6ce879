import { describe, expect, it } from 'vitest';
import { halvingPromote } from '../../../src/search/stoppers/halving-promote.ts';
import { pashaStopper } from '../../../src/search/stoppers/pasha.ts';
import { crossingNoise, isSameSoftRanking } from '../../../src/search/stoppers/soft-ranking.ts';
import { SmallStudy, type TestTrial } from './small-study.ts';

/** Brings trials with these losses to the first rung, at resource 1; their loss stays. */
function arrive(study: SmallStudy, losses: readonly number[]): readonly TestTrial[] {
  return losses.map((loss) => {
    const trial = study.begin();
    study.report(trial, 1, loss);
    return trial;
  });
}

/** Lets the promoted trial go on until it is at the end, or waits again. */
function climb(study: SmallStudy, loss: (trial: number, resource: number) => number): readonly number[] {
  const order: number[] = [];
  for (let next = study.stopper.promote?.(); next !== undefined; next = study.stopper.promote?.()) {
    const trial = study.trials[next.trial] as TestTrial;
    order.push(trial.number);
    study.resume(trial);
    for (let resource = (trial.reports.at(-1)?.resource ?? 0) + 1; trial.state === 'running'; resource += 1) {
      study.report(trial, resource, loss(trial.number, resource));
      if (resource === 27 && trial.state === 'running') study.end(trial);
    }
  }
  return order;
}

describe('successive halving with pauses', () => {
  it('lets nobody on before there are eta at the rung, then the best one', () => {
    const study = new SmallStudy(halvingPromote({ firstRung: 1 }), { maxResource: 27 });
    arrive(study, [0.5, 0.3]);
    expect(study.stopper.promote?.()).toBeUndefined();
    arrive(study, [0.4]);
    expect(study.stopper.promote?.()).toMatchObject({ trial: 1, reason: { rule: 'asha', resource: 1 } });
    expect(study.stopper.promote?.()?.reason.text).toBe(
      '1st of 3 at epoch 1, of which the best one goes on: on to epoch 3',
    );
  });

  it('says of a trial that waits where it stands', () => {
    const study = new SmallStudy(halvingPromote({ firstRung: 1 }), { maxResource: 27 });
    arrive(study, [0.5, 0.3]);
    const decision = study.report(study.begin(), 1, 0.4);
    expect(decision).toHaveProperty(
      'reason.text',
      '2nd of 3 at epoch 1, where it waits; the best one goes on',
    );
  });

  it('brings the best of 27 through all rungs to its end, and trains no more than a third at each', () => {
    const study = new SmallStudy(halvingPromote({ firstRung: 1 }), { maxResource: 27 });
    arrive(
      study,
      Array.from({ length: 27 }, (_, k) => (k * 7) % 27),
    );
    climb(study, (trial) => (trial * 7) % 27);
    const reached = (resource: number): number =>
      study.trials.filter(({ joules }) => joules >= resource).length;
    expect([1, 3, 9, 27].map(reached)).toEqual([27, 9, 3, 1]);
    expect(study.trials.find(({ state }) => state === 'complete')?.number).toBe(0);
  });

  it('gives an early bad one no advantage: whoever is overtaken stays where it is', () => {
    const study = new SmallStudy(halvingPromote({ firstRung: 1 }), { maxResource: 27 });
    arrive(study, [9, 8, 7, 1, 2, 3]);
    expect(climb(study, (trial) => [9, 8, 7, 1, 2, 3][trial] as number)).toEqual([3, 4]);
  });

  it('takes the trial with the lower number of two equal ones', () => {
    const study = new SmallStudy(halvingPromote({ firstRung: 1 }), { maxResource: 27 });
    arrive(study, [1, 1, 1]);
    expect(study.stopper.promote?.()?.trial).toBe(0);
  });

  it('lets on as many cheap ones as fit into the share of the energy', () => {
    const study = new SmallStudy(halvingPromote({ firstRung: 1, share: 'joules' }), { maxResource: 27 });
    const joules = [1, 1, 1, 27];
    for (const [at, cost] of joules.entries()) {
      const trial = study.begin();
      trial.reports.push({ resource: 1, losses: [at], joules: cost });
      study.stopper.learn?.(trial, 'reported');
      trial.state = 'paused';
    }
    // A third of 30 J: the three cheap ones together take 3 J.
    expect(climb(study, (trial) => trial).slice(0, 3)).toEqual([0, 1, 2]);
  });
});

describe('PASHA', () => {
  it('goes no further than the second rung while both rank trials alike', () => {
    const study = new SmallStudy(pashaStopper({ firstRung: 1 }), { maxResource: 27 });
    arrive(
      study,
      Array.from({ length: 27 }, (_, k) => k),
    );
    climb(study, (trial) => trial);
    expect(Math.max(...study.trials.map(({ joules }) => joules))).toBe(3);
  });

  it('opens the next rung when they do not', () => {
    const study = new SmallStudy(pashaStopper({ firstRung: 1 }), { maxResource: 27 });
    arrive(
      study,
      Array.from({ length: 27 }, (_, k) => k),
    );
    climb(study, (trial, resource) => (resource < 3 ? trial : resource < 9 ? -trial : trial));
    expect(Math.max(...study.trials.map(({ joules }) => joules))).toBeGreaterThanOrEqual(9);
  });

  it('takes rankings for the same that differ by no more than noise', () => {
    expect(
      isSameSoftRanking(
        [
          [1, 1],
          [1.01, 0.9],
          [3, 3],
        ],
        0,
      ),
    ).toBe(false);
    expect(
      isSameSoftRanking(
        [
          [1, 1],
          [1.01, 0.9],
          [3, 3],
        ],
        0.02,
      ),
    ).toBe(true);
    expect(
      isSameSoftRanking(
        [
          [1, 3],
          [2, 2],
          [3, 1],
        ],
        0.5,
      ),
    ).toBe(false);
  });

  it('reads the noise from curves that cross and cross back', () => {
    const trial = (number: number, losses: readonly number[]): TestTrial => {
      const study = new SmallStudy(pashaStopper());
      const made = study.begin();
      losses.forEach((loss, at) => study.report(made, at + 1, loss));
      made.number = number;
      return made;
    };
    const flat = trial(0, [1, 1, 1, 1]);
    expect(crossingNoise([flat, trial(1, [1.1, 0.9, 1.1, 1.05])])).toBeCloseTo(0.05, 12);
    expect(crossingNoise([flat, trial(1, [1.1, 0.9, 0.8, 0.7])])).toBe(0);
    expect(crossingNoise([flat])).toBe(0);
  });
});
