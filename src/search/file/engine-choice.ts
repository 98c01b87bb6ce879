/** Every sampler that can be asked for. */
export const SAMPLERS = ['auto', 'random', 'sobol', 'grid', 'tpe', 'gp', 'cma-es', 'nsga2', 'motpe'] as const;

/** Every stopper that can be asked for. `asha` stops, `asha-promotion` pauses and promotes. */
export const STOPPERS = [
  'auto',
  'none',
  'median',
  'percentile',
  'patience',
  'threshold',
  'asha',
  'asha-promotion',
  'hyperband',
  'pasha',
  'curve',
  'sweep-hyperband',
] as const;

/** Name of a sampler. */
export type SamplerName = (typeof SAMPLERS)[number];
/** Name of a stopper. `sweep-hyperband` is the rule of W&B's `early_terminate`: fixed rungs, the best part of each goes on. */
export type StopperName = (typeof STOPPERS)[number];

/** A sampler with the settings that were given; what is absent is the sampler's own default. */
export interface SamplerChoice {
  readonly name: SamplerName;
  readonly settings?: SamplerSettings;
}

/** Settings of samplers. */
export interface SamplerSettings {
  /** `tpe`, `motpe`: candidates of which the best is proposed. */
  readonly candidates?: number;
  /** `tpe`, `motpe`: whether parameters are drawn together. */
  readonly multivariate?: boolean;
  /** `tpe`, `motpe`: whether running trials count as bad, so that others keep away from them. */
  readonly constantLiar?: boolean;
  /** `tpe`, `motpe`: how many of the trials are good, from 0 to 1. */
  readonly good?: number;
  /** `nsga2`: trials of a generation. */
  readonly population?: number;
  /** `grid`: values of a continuous parameter. */
  readonly levels?: number;
}

/** A stopper with the settings that were given; what is absent is the stopper's own default. */
export interface StopperChoice {
  readonly name: StopperName;
  readonly settings: StopperSettings;
}

/** Settings of stoppers. Resources count as the study does. */
export interface StopperSettings {
  /** First resource at which trials are compared. */
  readonly minResource?: number;
  /** Last one. */
  readonly maxResource?: number;
  /** One of so many goes on (eta). */
  readonly reduction?: number;
  /** Number of brackets (Hyperband) or of rungs below `maxResource` (`sweep-hyperband`). */
  readonly brackets?: number;
  /** `sweep-hyperband`: whether the value at the rung decides (true) or the best up to now. */
  readonly strict?: boolean;
  /** Resource before which nothing is stopped. */
  readonly warmup?: number;
  /** Trials before which nothing is stopped. */
  readonly startup?: number;
  /** Least number of trials to compare with. */
  readonly minTrials?: number;
  /** Percentile that a trial must reach, 0 to 100. */
  readonly percentile?: number;
  /** Reports without an improvement that are borne. */
  readonly patience?: number;
  /** What counts as an improvement, in the metric's unit. */
  readonly minDelta?: number;
  /** Values outside are stopped. */
  readonly lower?: number;
  readonly upper?: number;
  /** How sure a stop must be, 0 to 1. */
  readonly confidence?: number;
  /** Resource between two looks at a trial. */
  readonly interval?: number;
  /** `median`, `percentile`: whether a finished trial that did not report there stands with its last report before. */
  readonly match?: (typeof MATCHES)[number];
  /** `patience`: what ends its patience. */
  readonly when?: (typeof PATIENCES)[number];
  /** `patience`: a rule that is asked only then. */
  readonly wraps?: StopperChoice;
  /** Rungs at the start that are left out. */
  readonly skip?: number;
  /** What is compared at a rung. */
  readonly compare?: (typeof COMPARED)[number];
  /** `asha`, `hyperband`: who goes on. */
  readonly cutoff?: (typeof CUTOFFS)[number];
  /** `asha`, `hyperband`: so many first trials at a rung are stopped there. */
  readonly bootstrap?: number;
  /** `asha-promotion`, `pasha`: how many go on. */
  readonly share?: (typeof SHARES)[number];
  /** `curve`: whose ends show what can happen. */
  readonly learnFrom?: (typeof LEARNT_FROM)[number];
}

/** The words that settings of stoppers may be. */
export const MATCHES = ['carried', 'exact'] as const;
export const PATIENCES = ['no-gain', 'worse'] as const;
export const COMPARED = ['latest', 'best'] as const;
export const CUTOFFS = ['count', 'quantile'] as const;
export const SHARES = ['trials', 'joules'] as const;
export const LEARNT_FROM = ['free', 'controls'] as const;
