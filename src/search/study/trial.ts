import type { Configuration } from '../space/configuration.ts';

/**
 * - `waiting`: enqueued, not started
 * - `running`
 * - `paused`: stopped for now with its checkpoint kept; may go on
 * - `complete`: ended by itself, with a value for each objective
 * - `stopped`: ended by a stopper, a limit or the user; its reports count
 * - `failed`: crashed, printed no metric, or its metric was never a number
 * - `lost`: whoever watched it was killed, or it could not be found again
 */
export type TrialState = 'waiting' | 'running' | 'paused' | 'complete' | 'stopped' | 'failed' | 'lost';

/** One configuration being tried. Read-only for samplers and stoppers; the study alone changes it. */
export interface Trial {
  /** From 0, without gaps: the index in the study's trials. */
  readonly number: number;
  readonly configuration: Configuration;
  /** `final`: trains the recommended configuration to the end, of the reserve. */
  readonly origin: 'sampler' | 'enqueued' | 'warm-start' | 'imported' | 'final';
  readonly state: TrialState;
  /** By resource, ascending, each resource once (the last report of it counts). */
  readonly reports: readonly Report[];
  /** Energy of all its attempts, in joules, as the journal has it (4 digits). */
  readonly joules: number;
  /** At the end of a complete trial: the objectives' losses (of its last report, or as told). */
  readonly losses?: readonly number[];
  /** How far each constraint is missed; <= 0 is kept. Absent where none is known. */
  readonly violations?: readonly number[];
  /** It goes on whatever the stopper says: such trials show how often stopping is wrong. */
  readonly isControl: boolean;
  /** It was paused and kept nothing to go on from: it would begin anew. */
  readonly beginsAnew?: true;
}

/** What a trial said of itself at a point of its training. */
export interface Report {
  /** Epochs, steps or whatever the study counts in, from its start: > 0, finite. */
  readonly resource: number;
  /**
   * One for each objective: Infinity where it said one that is no finite number (it has diverged), NaN where it said none. What says none of
   * the objectives is no report, so that a stopper may end a trial whose losses are all NaN.
   */
  readonly losses: readonly number[];
  /** Energy of the trial up to here, in joules. */
  readonly joules: number;
}
