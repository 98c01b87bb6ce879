import { describe, expect, it } from 'vitest';
import { tpeSampler } from '../../../../src/search/samplers/tpe/tpe-sampler.ts';
import type { Report, Trial } from '../../../../src/search/study/trial.ts';
import { float, spaceOf } from '../spaces.ts';
import { WatchedStudy } from '../watched-study.ts';

describe('a trial with very many reports', () => {
  it('is not read from its beginning at each of them', () => {
    let reads = 0;
    const watched = new WatchedStudy(spaceOf(float('x', 0, 1)), tpeSampler({ rungs: () => [10, 100, 1000] }));
    watched.start({ x: 0.5 });
    watched.propose();
    const reports: Report[] = [];
    for (let resource = 1; resource <= 3000; resource += 1) {
      reports.push({
        resource,
        joules: 0,
        get losses() {
          reads += 1;
          return [1 / resource];
        },
      });
      // The study changes the trial, and tells of it.
      const trial: Trial = { ...(watched.trials[0] as Trial), reports };
      watched.sampler.learn?.(trial, 'reported');
    }
    // At the rungs alone: 10 + 100 + 1,000 of them, and a few.
    expect(reads).toBeLessThan(1200);
    expect(reads).toBeGreaterThan(1000);
  });
});
