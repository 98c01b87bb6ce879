import type { Configuration } from '../../src/search/space/configuration.ts';
import type { Space } from '../../src/search/space/space.ts';

/** A training that is replayed: what an engine may choose, and what each choice would have reported at what cost. */
export interface Problem {
  readonly suite: string;
  readonly id: string;
  /** Changes when the problem does, so that trajectories of another table are never taken for this one's. */
  readonly digest: string;
  readonly space: Space;
  readonly maxResource: number;
  /** Joules of a full training of a random configuration (mean): the unit of the budget. */
  readonly fullRun: number;
  /** Starts a fresh pass over the problem, in which no row is used yet. `seed` matters where rows come in an order of their own. */
  open(seed: number): OpenProblem;
}

/** One pass over a problem by one engine. */
export interface OpenProblem {
  /** The curve that a proposal gets; undefined once every row is used. */
  take(configuration: Configuration): Curve | undefined;
  /** Whether every row is used. */
  readonly isUsedUp: boolean;
}

/** What a full training reports. */
export interface Curve {
  /** Loss after each unit of resource, from 1; Infinity where training has diverged. */
  readonly losses: ArrayLike<number>;
  /** Joules from the start up to each report. */
  readonly joules: ArrayLike<number>;
  /** Time from the start up to each report, in any unit, where it is not as the joules: power differs between trainings. */
  readonly time?: ArrayLike<number>;
}
