import type { StudyView, TrialEvent } from '../study/study-view.ts';
import type { Report, Trial } from '../study/trial.ts';

/** What becomes of a trial after a report. */
export type Decision =
  /** `spared`: it is a control trial; another would have been stopped or paused for this. */
  | { readonly action: 'continue'; readonly spared?: StopReason }
  | { readonly action: 'stop' | 'pause'; readonly reason: StopReason };

/** Why, for `study explain`: the rule, where, and what it saw. */
export interface StopReason {
  readonly rule: string;
  readonly resource: number;
  /** One sentence without a full stop: "14th of 22 at epoch 6, the best 7 go on". */
  readonly text: string;
}

/** Ends or pauses weak trials. Like a sampler, its state is a function of the events it was told of. */
export interface Stopper {
  learn?(trial: Trial, event: TrialEvent): void;
  /** Decides on a running trial right after `report`, which the view has and {@link learn} was told of. */
  decide(trial: Trial, report: Report): Decision;
  /** Stoppers that pause: the trial that goes on next, before a new one is started. */
  promote?(): PromotedTrial | undefined;
  /** The resources at which trials are compared, ascending, where the rule has such; samplers order trials by them. */
  rungs?(): readonly number[];
}

/** A paused trial that goes on. */
export interface PromotedTrial {
  readonly trial: number;
  readonly reason: StopReason;
}

/** Makes a stopper that watches a study. */
export type MakeStopper = (study: StudyView) => Stopper;

/** The decision that changes nothing. */
export const CONTINUE: Decision = { action: 'continue' };
