import type { RandomStream } from '../random/random-stream.ts';
import type { Sampler } from '../samplers/sampler.ts';
import type { Configuration } from '../space/configuration.ts';
import type { Decision, PromotedTrial, Stopper } from '../stoppers/stopper.ts';
import type { Mind, StudyEngine } from './mind.ts';
import type { StudyState, Told } from './study-state.ts';
import type { StudyView } from './study-view.ts';
import type { Report } from './trial.ts';
import type { TrialRecord } from './trial-record.ts';

/** Sampler and stopper know everything as soon as it happens. */
export class PresentMind implements Mind {
  readonly mayStart = true;
  readonly knowsAll = true;
  readonly #sampler: Sampler;
  readonly #stopper: Stopper;

  constructor(state: StudyState, engine: StudyEngine) {
    const view = presentView(state);
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

/** A view of the study as it is at any moment. */
function presentView(state: StudyState): StudyView {
  return {
    get space() {
      return state.plan.space;
    },
    get objectives() {
      return state.plan.objectives;
    },
    get maxResource() {
      return state.plan.maxResource;
    },
    get resourceName() {
      return state.plan.resource ?? 'epoch';
    },
    get seed() {
      return state.plan.seed;
    },
    get trials() {
      return state.trials;
    },
    get spent() {
      return Math.min(1, state.use.part);
    },
    get workers() {
      return state.plan.workers;
    },
  };
}
