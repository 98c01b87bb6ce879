import type { Configuration } from './configuration.ts';

/** When a parameter is active: a comparison of other parameters (`opt == 'sgd' and layers > 1`). */
export interface Condition {
  /** As it was written. */
  readonly text: string;
  /** Names of the parameters that it reads; each stands before the conditional one in the space. */
  readonly parents: readonly string[];
  /** Whether it holds; false where a parent is itself not active. */
  readonly holds: (configuration: Configuration) => boolean;
}
