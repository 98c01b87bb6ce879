import type { Space } from '../space/space.ts';
import type { Objective } from './objective.ts';
import type { Trial } from './trial.ts';

/** What samplers and stoppers may see of a study: it always shows the present, as far as the mode of the study lets it be known. */
export interface StudyView {
  readonly space: Space;
  readonly objectives: readonly Objective[];
  /** Resource of a full training, if it is known. */
  readonly maxResource: number | undefined;
  /** What training is counted in, for sentences: `epoch`, `step`. */
  readonly resourceName?: string;
  /** Fixed and printed; streams are drawn from it. */
  readonly seed: number;
  /** By number. */
  readonly trials: readonly Trial[];
  /** Part of the budget that is spent, from 0 to 1 (the largest over its kinds); 0 where there is none. */
  readonly spent: number;
  /** Most trials at once. */
  readonly workers: number;
}

/** What happened to a trial, in the order of the journal. */
export type TrialEvent = 'started' | 'reported' | 'paused' | 'resumed' | 'ended';
