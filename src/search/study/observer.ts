import type { Sampler } from '../samplers/sampler.ts';
import type { Stopper } from '../stoppers/stopper.ts';
import { type Entry, KnownTrial } from './known-trial.ts';
import type { StudyEngine } from './mind.ts';
import type { StudyState } from './study-state.ts';
import type { StudyView } from './study-view.ts';
import type { Report } from './trial.ts';
import type { TrialRecord } from './trial-record.ts';

/** Somebody who knows a part of a deterministic study: a stopper, and for one of them the sampler. */
export class Observer {
  readonly trials: KnownTrial[] = [];
  readonly stopper: Stopper;
  readonly sampler: Sampler | undefined;

  constructor(state: StudyState, engine: StudyEngine, withSampler: boolean) {
    const view = this.#view(state);
    this.stopper = engine.makeStopper(view);
    this.sampler = withSampler ? engine.makeSampler(view) : undefined;
  }

  /** Makes the trial known, and those before it. */
  meet(trial: TrialRecord, all: readonly TrialRecord[]): KnownTrial {
    while (this.trials.length <= trial.number)
      this.trials.push(new KnownTrial(all[this.trials.length] as TrialRecord));
    return this.trials[trial.number] as KnownTrial;
  }

  /** Tells it what happened to a trial. */
  take(known: KnownTrial, entry: Entry): Report | undefined {
    const report = known.take(entry);
    this.sampler?.learn?.(known, entry.event);
    this.stopper.learn?.(known, entry.event);
    return report;
  }

  /** Of the budget only trials are counted: what they cost is another each time. */
  #view(state: StudyState): StudyView {
    const { trials } = this;
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
      trials,
      get spent() {
        const limit = state.plan.budget.trials;
        return limit === undefined || limit <= 0 ? 0 : Math.min(1, trials.length / limit);
      },
      get workers() {
        return state.plan.workers;
      },
    };
  }
}
