import type { Repeats } from '../samplers/proposed.ts';
import { tpeSampler } from '../samplers/tpe/tpe-sampler.ts';
import type { MakeSampler } from '../samplers/sampler.ts';
import { autoRungs } from './auto-rungs.ts';
import { surrogateSampler } from './surrogate-sampler.ts';

/** Trials that are drawn from the prior before anything is learnt. */
export const STARTUP = 10;

/** One of so many proposals is the Parzen estimator's. */
const PARZEN_EVERY = 4;

/** Settings of the default sampler. */
export interface AutoSamplerOptions extends Repeats {
  /** Trials before it learns; 10. */
  readonly startup?: number;
}

/**
 * The default sampler: the tree-structured Parzen estimator and a surrogate of ranks propose in turns, both over rungs. The one is robust where
 * neighbours differ much, the other quick where the metric is smooth; neither is known beforehand. With several objectives it is MOTPE.
 */
export function autoSampler({ startup = STARTUP, ...repeats }: AutoSamplerOptions = {}): MakeSampler {
  return (study) => {
    const rungs = (): readonly number[] => autoRungs(study);
    const parzen = tpeSampler({ startup, ...repeats, ...(study.objectives.length === 1 ? { rungs } : {}) })(
      study,
    );
    if (study.objectives.length > 1) return parzen;
    const surrogate = surrogateSampler(autoRungs, startup, repeats)(study);
    return {
      learn: (trial, event) => {
        parzen.learn?.(trial, event);
        surrogate.learn?.(trial, event);
      },
      propose: (number, random) =>
        (number % PARZEN_EVERY === 0 ? undefined : surrogate.propose(number, random)) ??
        parzen.propose(number, random),
    };
  };
}
