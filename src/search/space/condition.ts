import type { Configuration } from './configuration.ts';

/** When a parameter is active: a comparison of other parameters (`opt == 'sgd' and layers > 1`). */
export interface Condition {
  /** As it was written. */
  readonly text: string;
  /** Names of the parameters that it reads; each stands before the conditional one in the space. */
  readonly parents: readonly string[];
  /** Whether it holds; a comparison with a parent that is itself not active decides nothing, and what is undecided does not hold. */
  readonly holds: (configuration: Configuration) => boolean;
}
