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

/** A sampler with the settings that were given. */
export interface SamplerChoice {
  readonly name: SamplerName;
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
}
