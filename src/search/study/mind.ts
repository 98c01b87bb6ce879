import type { Configuration } from '../space/configuration.ts';
import type { RandomStream } from '../random/random-stream.ts';
import type { MakeSampler } from '../samplers/sampler.ts';
import type { Decision, MakeStopper, PromotedTrial } from '../stoppers/stopper.ts';
import type { Told } from './study-state.ts';
import type { Report } from './trial.ts';
import type { TrialRecord } from './trial-record.ts';

/** What a study is driven by. A stopper may be made several times: instances share nothing. */
export interface StudyEngine {
  readonly makeSampler: MakeSampler;
  readonly makeStopper: MakeStopper;
}

/** A sampler and a stopper, and how much of the study they may know. */
export interface Mind {
  /** Whether a trial may be started now; deterministic studies wait until a batch is over. */
  readonly mayStart: boolean;
  /** Whether all that has happened may be known: what ends a search is judged then only. */
  readonly knowsAll: boolean;
  propose(number: number, random: RandomStream): Configuration | undefined;
  promote(): PromotedTrial | undefined;
  decide(trial: TrialRecord, report: Report): Decision;
  /** Takes in what happened. */
  take(told: Told): void;
  /** An attempt has led to nothing, and what it said is void. */
  again(trial: TrialRecord): void;
}
