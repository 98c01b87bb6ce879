import { streamOf } from '../random/stream-of.ts';
import { configurationAt, dimensionsOf } from './dimension.ts';
import { Proposed, type Repeats } from './proposed.ts';
import type { MakeSampler } from './sampler.ts';
import { SOBOL_DIMENSIONS, scrambled, sobolWord } from './sobol-sequence.ts';

/** Points that are passed over to find a new configuration begin here, far from those of any trial. */
const SPARE_POINTS = 2 ** 31;

/**
 * Fills the space evenly: trial i takes point i of a Sobol sequence that the seed scrambles, so that workers need not agree on who takes
 * which. Parameters beyond the {@link SOBOL_DIMENSIONS} of the table are drawn at random.
 */
export function sobolSampler(options: Repeats = {}): MakeSampler {
  return ({ space, seed }) => {
    const dimensions = dimensionsOf(space);
    const proposed = new Proposed(space, options);
    const keys = dimensions.map((_, index) => {
      const stream = streamOf(seed, 'sobol', index);
      return [stream.integer(2 ** 32), stream.integer(2 ** 32)] as const;
    });
    return {
      learn: (trial) => proposed.learn(trial),
      propose: (number, random) =>
        proposed.next(random, (attempt) => {
          // Points of other attempts are other trials' own: they are taken from the far end.
          const point = attempt === 0 ? number : SPARE_POINTS + number * 16 + attempt;
          return configurationAt(dimensions, (index) => {
            const [key0, key1] = keys[index] ?? [0, 0];
            if (index >= SOBOL_DIMENSIONS) return random.uniform();
            return (scrambled(sobolWord(index, point), key0, key1) + 0.5) / 2 ** 32;
          });
        }),
    };
  };
}
