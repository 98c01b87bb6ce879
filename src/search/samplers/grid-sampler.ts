import { dimensionsOf } from './dimension.ts';
import { everyConfiguration } from './every-configuration.ts';
import { Proposed } from './proposed.ts';
import type { MakeSampler } from './sampler.ts';

/** How a grid is laid. */
export interface GridOptions {
  /** Values of a continuous parameter, evenly spread with both ends. */
  readonly levels?: number;
}

/** Tries every combination once, the last parameter changing fastest, and is then exhausted. */
export function gridSampler({ levels = 5 }: GridOptions = {}): MakeSampler {
  return ({ space }) => {
    const proposed = new Proposed(space, {});
    const rest = everyConfiguration(dimensionsOf(space), levels);
    return {
      learn: (trial) => proposed.learn(trial),
      propose: () => {
        for (let next = rest.next(); next.done !== true; next = rest.next()) {
          if (!proposed.isNew(next.value)) continue;
          proposed.add(next.value);
          return next.value;
        }
        return undefined;
      },
    };
  };
}
