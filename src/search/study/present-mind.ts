import type { RandomStream } from '../random/random-stream.ts';
import type { Sampler } from '../samplers/sampler.ts';
import type { Configuration } from '../space/configuration.ts';
import type { Decision, PromotedTrial, Stopper } from '../stoppers/stopper.ts';
import type { Mind, StudyEngine } from './mind.ts';
import type { StudyState, Told } from './study-state.ts';
import type { Report } from './trial.ts';
import type { TrialRecord } from './trial-record.ts';
import { viewOf } from './view-of.ts';

/** Sampler and stopper know everything as soon as it happens. */
export class PresentMind implements Mind {
  readonly mayStart = true;
  readonly knowsAll = true;
  readonly #sampler: Sampler;
  readonly #stopper: Stopper;

  constructor(state: StudyState, engine: StudyEngine) {
    const view = viewOf(state, state.trials, () => state.use.part);
    this.#sampler = engine.makeSampler(view);
    this.#stopper = engine.makeStopper(view);
  }

  propose(number: number, random: RandomStream): Configuration | undefined {
    return this.#sampler.propose(number, random);
  }

  promote(): PromotedTrial | undefined {
    return this.#stopper.promote?.();
  }

  decide(trial: TrialRecord, report: Report): Decision {
    return this.#stopper.decide(trial, report);
  }

  take({ trial, event }: Told): void {
    this.#sampler.learn?.(trial, event);
    this.#stopper.learn?.(trial, event);
  }

  again(): void {
    // its next start tells them
  }
}
