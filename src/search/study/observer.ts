import type { Sampler } from '../samplers/sampler.ts';
import type { Stopper } from '../stoppers/stopper.ts';
import { type Entry, KnownTrial } from './known-trial.ts';
import type { StudyEngine } from './mind.ts';
import type { StudyState } from './study-state.ts';
import type { Report } from './trial.ts';
import type { TrialRecord } from './trial-record.ts';
import { viewOf } from './view-of.ts';

/** Somebody who knows a part of a deterministic study: a stopper, and for one of them the sampler. */
export class Observer {
  readonly trials: KnownTrial[] = [];
  readonly stopper: Stopper;
  readonly sampler: Sampler | undefined;

  constructor(state: StudyState, engine: StudyEngine, withSampler: boolean) {
    const { trials } = this;
    // Of the budget only trials are counted: what they cost is another each time.
    const view = viewOf(state, trials, () => {
      const limit = state.plan.budget.trials;
      return limit === undefined || limit <= 0 ? 0 : trials.length / limit;
    });
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
}
