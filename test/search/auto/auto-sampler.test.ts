import { describe, expect, it } from 'vitest';
import { autoSampler } from '../../../src/search/auto/auto-sampler.ts';
import { randomSampler } from '../../../src/search/samplers/random-sampler.ts';
import type { MakeSampler } from '../../../src/search/samplers/sampler.ts';
import type { Trial } from '../../../src/search/study/trial.ts';
import { float, spaceOf } from '../samplers/spaces.ts';
import { WatchedStudy } from '../samplers/watched-study.ts';

const SPACE = spaceOf(float('x', 0, 1), float('y', 0, 1), float('z', 0, 1));

/** The least loss of 40 trials of a bowl, of which those that start badly are stopped at a third. */
function bestOf(make: MakeSampler, seed: number): number {
  const study = new WatchedStudy(SPACE, make, { seed });
  let best = Infinity;
  for (let k = 0; k < 40; k += 1) {
    const { x, y, z } = (study.ask() as Trial).configuration as Record<'x' | 'y' | 'z', number>;
    const loss = (x - 0.7) ** 2 + (y - 0.2) ** 2 + (z - 0.5) ** 2;
    study.report(k, 9, loss + 0.1);
    if (loss > 0.3) study.end(k, { state: 'stopped' });
    else {
      study.report(k, 27, loss);
      study.end(k, { state: 'complete', losses: [loss] });
      best = Math.min(best, loss);
    }
  }
  return best;
}

describe('the default sampler', () => {
  it('comes much nearer to the best than chance, though most trials were stopped', () => {
    for (const seed of [1, 2, 3]) {
      expect(bestOf(autoSampler(), seed)).toBeLessThan(0.2 * bestOf(randomSampler(), seed));
    }
  });
});
