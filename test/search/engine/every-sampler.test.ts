import { describe, expect, it } from 'vitest';
import { samplerOf } from '../../../src/search/engine/sampler-of.ts';
import { SAMPLERS } from '../../../src/search/file/engine-choice.ts';
import { MIXED } from '../samplers/spaces.ts';
import { faultsOf } from '../samplers/conformance.ts';
import { WatchedStudy } from '../samplers/watched-study.ts';

describe('samplerOf', () => {
  it.each(SAMPLERS)('makes %s, which proposes', (name) => {
    const watched = new WatchedStudy(MIXED, samplerOf({ name }));
    expect(faultsOf(MIXED, watched.ask()?.configuration)).toEqual([]);
  });

  it('learns from as many trials as it is told to', () => {
    for (const name of ['auto', 'tpe', 'gp'] as const) {
      const [early, late] = [2, 30].map((startup) => {
        const watched = new WatchedStudy(MIXED, samplerOf({ name }, startup));
        for (let k = 0; k < 12; k += 1) {
          watched.ask();
          watched.end(k, { state: 'complete', losses: [k % 5] });
        }
        return watched.propose();
      });
      expect(early).not.toEqual(late);
    }
  });
});
