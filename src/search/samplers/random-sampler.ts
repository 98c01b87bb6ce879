import type { MakeSampler } from './sampler.ts';
import { configurationAt, dimensionsOf } from './dimension.ts';
import { Proposed, type Repeats } from './proposed.ts';

/** Draws every parameter from its prior, independently of all trials: the honest baseline. */
export function randomSampler(options: Repeats = {}): MakeSampler {
  return ({ space }) => {
    const dimensions = dimensionsOf(space);
    const proposed = new Proposed(space, options);
    return {
      learn: (trial) => proposed.learn(trial),
      propose: (_number, random) =>
        proposed.next(random, () => configurationAt(dimensions, () => random.uniform())),
    };
  };
}
