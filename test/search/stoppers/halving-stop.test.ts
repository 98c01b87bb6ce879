import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guarded } from '../../../src/search/stoppers/guarded.ts';
import { HalvingStop, halvingStop } from '../../../src/search/stoppers/halving-stop.ts';
import { geometricLadder } from '../../../src/search/stoppers/rung-ladder.ts';
import { RungValues } from '../../../src/search/stoppers/rung-values.ts';
import type { StudyView } from '../../../src/search/study/study-view.ts';
import { SmallStudy, type TestTrial } from './small-study.ts';

const flat = (loss: number): readonly number[] => Array.from({ length: 27 }, () => loss);

describe('successive halving that stops', () => {
  it('says where a trial stands and how many go on', () => {
    const study = new SmallStudy(halvingStop(), { maxResource: 54 });
    for (let k = 0; k < 21; k += 1) study.run(flat(k));
    const { last } = study.run(flat(13.5));
    expect(last).toEqual({
      action: 'stop',
      reason: { rule: 'asha', resource: 6, text: '15th of 22 at epoch 6; the best 7 go on' },
    });
  });

  it('does not judge at the end of a training: there is nothing left to save', () => {
    const study = new SmallStudy(halvingStop({ firstRung: 3 }), { maxResource: 27 });
    expect(study.stopper.rungs?.()).toEqual([3, 9]);
    study.run(flat(1));
    const { trial, last } = study.run(flat(2).map((loss, at) => (at < 26 ? 0.5 : loss)));
    expect([trial.state, last.action]).toEqual(['complete', 'continue']);
  });

  it('learns how long a training is from the first one that ends', () => {
    const study = new SmallStudy(halvingStop());
    expect(study.stopper.rungs?.()).toEqual([]);
    study.run(flat(1));
    expect(study.stopper.rungs?.()).toEqual([3, 9, 27]);
    // The first one was not judged at the rungs, but is there to compare with.
    expect(study.run(flat(2)).trial.reports).toHaveLength(3);
  });

  it('does not let a control trial that goes on make the next rung easier', () => {
    const study = new SmallStudy(halvingStop({ firstRung: 1 }), { maxResource: 27 });
    study.run(flat(1));
    for (let k = 0; k < 9; k += 1) study.run(flat(5 + k), true);
    const late = study.run(flat(0.5).map((loss, at) => (at >= 2 ? 2 : loss)));
    // At the second rung it stands behind the first trial alone, not among ten.
    expect(late.last).toHaveProperty('reason.text', '2nd of 2 at epoch 3; the best one goes on');
  });

  it('takes another first rung in the middle of a study, and judges nobody anew', () => {
    let rule: HalvingStop | undefined;
    const make = guarded((view: StudyView) => (rule = new HalvingStop(view, { firstRung: 1 })));
    const study = new SmallStudy(make, { maxResource: 27 });
    study.run(flat(1));
    const running = study.begin();
    for (let epoch = 1; epoch <= 4; epoch += 1) study.report(running, epoch, epoch < 4 ? 0.5 : 9);
    rule?.climb(4);
    expect(study.stopper.rungs?.()).toEqual([4, 12]);
    expect(study.report(running, 5, 9).action).toBe('continue');
    expect(study.run(flat(2)).trial.reports).toHaveLength(4);
  });

  it('lets a trial that was stopped go on where the user lets it, and judges it at the next rung', () => {
    const study = new SmallStudy(halvingStop({ firstRung: 1 }), { maxResource: 27 });
    study.run(flat(1));
    const { trial } = study.run(flat(2));
    study.resume(trial);
    expect(study.report(trial, 2, 2).action).toBe('continue');
    expect(study.report(trial, 3, 2).action).toBe('stop');
  });
});

describe('values at rungs', () => {
  const resources = fc.uniqueArray(fc.double({ min: 0.5, max: 30, noNaN: true }), {
    minLength: 1,
    maxLength: 20,
  });

  it('do not depend on the order in which reports come', () => {
    fc.assert(
      fc.property(
        resources,
        fc.constantFrom('latest' as const, 'best' as const),
        fc.nat(),
        (all, kind, seed) => {
          const loss = (resource: number): number => (Math.sin(resource * 7 + seed) * 1e3) % 1;
          const values = (order: readonly number[]): unknown => {
            const study = new SmallStudy(() => ({ decide: () => ({ action: 'continue' }) }));
            const trial: TestTrial = study.begin();
            const seen = new RungValues(geometricLadder(1, 2), kind);
            for (const resource of order) {
              study.report(trial, resource, loss(resource));
              seen.update(trial);
            }
            return seen.of(0);
          };
          const sorted = all.toSorted((a, b) => a - b);
          expect(values(all)).toEqual(values(sorted));
          expect(values([...all, ...all])).toEqual(values(sorted));
        },
      ),
    );
  });
});
