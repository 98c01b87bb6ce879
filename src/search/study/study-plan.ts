import type { Space } from '../space/space.ts';
import type { Budget } from './budget.ts';
import type { Constraint } from './constraint.ts';
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
  readonly seed: number;
  /** Most trials at once; in deterministic mode the size of a batch. */
  readonly workers: number;
  /** Whether each trial may know only what earlier batches said, so that timing decides nothing. */
  readonly deterministic: boolean;
  /** Whether two trainings of one configuration differ, so that repeating one makes sense. */
  readonly noise: boolean;
  readonly retry: RetryRule;
  readonly constraints: readonly Constraint[];
  /** The part of trials that go on whatever the stopper says, from 0 to 1. */
  readonly controlShare: number;
  /** Names of the sampler and of the stopper, to make them again when the study is resumed. */
  readonly sampler: string;
  readonly stopper: string;
  /** The command that is tuned, as it was written; past studies of the same command are looked for by it. */
  readonly command?: readonly string[];
}

/** Why a trial may have ended without a result. */
export type FailureKind =
  | 'exit'
  | 'signal'
  | 'spawn'
  | 'no-metric'
  | 'not-a-number'
  | 'silent'
  | 'disk-full'
  | 'told';

/** Which trials are tried again, under their own number. */
export interface RetryRule {
  /** Most retries of one trial. */
  readonly max: number;
  readonly on: readonly FailureKind[];
}

/** How often a trial is begun again that was lost with its coordinator: it may be what brings the machine down. */
export const MOST_LOSSES = 3;
