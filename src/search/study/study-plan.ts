import type { SamplerChoice, StopperChoice } from '../file/engine-choice.ts';
import type { MetricConstraint } from '../file/metric-constraint.ts';
import type { RetrySettings } from '../file/search-spec.ts';
import type { Space } from '../space/space.ts';
import type { Budget } from './budget.ts';
import type { Objective } from './objective.ts';

/** All that decides how a study goes, apart from what its trials say. */
export interface StudyPlan {
  readonly name: string;
  readonly space: Space;
  readonly objectives: readonly Objective[];
  /** What the study counts in, as its reports name it: `epoch`. */
  readonly resource?: string;
  /** Resource of a full training. */
  readonly maxResource?: number;
  readonly budget: Budget;
  /** The search ends when the next kilowatt-hour is expected to improve the first objective by less, in the metric's unit. */
  readonly worthPerKwh?: number;
  readonly seed: number;
  /** Most trials at once; in deterministic mode the size of a batch. */
  readonly workers: number;
  /** Whether each trial may know only what earlier batches said, so that timing decides nothing. */
  readonly deterministic: boolean;
  readonly retry: RetrySettings;
  readonly constraints: readonly MetricConstraint[];
  /** The part of trials that go on whatever the stopper says, from 0 to 1. */
  readonly controlShare: number;
  /** To make them again when the study is resumed. */
  readonly sampler: SamplerChoice;
  readonly stopper: StopperChoice;
  /** Whether trials keep what they can go on from; absent: it is found out. */
  readonly checkpoint?: boolean;
  /** Trials before the sampler learns; absent: its own default. */
  readonly startup?: number;
  /** Whether a configuration may be tried again. */
  readonly repeats?: true;
  /** The command that is tuned, as one line; past studies of the same command are looked for by it. */
  readonly command?: string;
}

/**
 * How often a trial is begun again that was lost with whoever watched it. That is not its fault, and somebody has started the search anew each
 * time; the limit is for drivers that go on by themselves with a trial that brings the machine down.
 */
export const MOST_LOSSES = 100;
