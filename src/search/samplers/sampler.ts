import type { RandomStream } from '../random/random-stream.ts';
import type { Configuration } from '../space/configuration.ts';
import type { StudyView, TrialEvent } from '../study/study-view.ts';
import type { Trial } from '../study/trial.ts';

/**
 * Chooses configurations. Its state is a function of the events it was told of, in their order, so that a replayed journal gives the same
 * proposals to the bit.
 */
export interface Sampler {
  /** Takes in what happened, before the next proposal; so that a proposal need not read all trials again. */
  learn?(trial: Trial, event: TrialEvent): void;
  /**
   * @param number of the trial that is proposed.
   * @param random the stream of that trial.
   * @returns a configuration inside the space with the active parameters only, or undefined where the space is exhausted.
   */
  propose(number: number, random: RandomStream): Configuration | undefined;
}

/** Makes a sampler that watches a study. */
export type MakeSampler = (study: StudyView) => Sampler;
