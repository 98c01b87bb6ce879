import type { Configuration } from './configuration.ts';
import type { Parameter } from './parameter.ts';

/** What is searched. */
export interface Space {
  /** Parents stand before the parameters whose conditions read them. */
  readonly parameters: readonly Parameter[];
  /** Parameters that have one value only: given to each trial, never searched, and in no configuration that a sampler sees or makes. */
  readonly fixed: Configuration;
}
