import type { Repeats } from '../samplers/proposed.ts';
import { tpeSampler } from '../samplers/tpe/tpe-sampler.ts';
import type { MakeSampler } from '../samplers/sampler.ts';
import { autoRungs } from './auto-rungs.ts';
import { climbingSampler } from './climbing-sampler.ts';
import { surrogateSampler } from './surrogate-sampler.ts';

/** Trials that are drawn from the prior before anything is learnt. */
export const STARTUP = 10;

/** Whose turn it is, by the number of the trial; who has nothing to say leaves it to the next one of {@link autoSampler}'s. */
const TURNS = ['parzen', 'climb', 'surrogate', 'climb'] as const;

/** Settings of the default sampler. */
export interface AutoSamplerOptions extends Repeats {
  /** Trials before it learns; 10. */
  readonly startup?: number;
}

/**
 * The default sampler: three propose in turns. The tree-structured Parzen estimator over rungs is robust where neighbours differ much, a
 * surrogate of ranks over rungs is quick where the metric is smooth, and in small spaces a surrogate of losses comes near the optimum itself.
 * Which of it holds is not known beforehand. With several objectives it is MOTPE.
 */
export function autoSampler({ startup = STARTUP, ...repeats }: AutoSamplerOptions = {}): MakeSampler {
  return (study) => {
    const rungs = (): readonly number[] => autoRungs(study);
    const parzen = tpeSampler({ startup, ...repeats, ...(study.objectives.length === 1 ? { rungs } : {}) })(
      study,
    );
    if (study.objectives.length > 1) return parzen;
    const surrogate = surrogateSampler(autoRungs, startup, repeats)(study);
    const climbing = climbingSampler(startup, repeats)(study);
    return {
      learn: (trial, event) => {
        parzen.learn?.(trial, event);
        surrogate.learn?.(trial, event);
        climbing.learn?.(trial, event);
      },
      propose: (number, random) => {
        const turn = TURNS[number % TURNS.length];
        return (
          (turn === 'climb' ? climbing.propose(number, random) : undefined) ??
          (turn === 'parzen' ? undefined : surrogate.propose(number, random)) ??
          parzen.propose(number, random)
        );
      },
    };
  };
}
