import type { Parsing } from './flags.ts';
import type { ReadValues } from './load-vars.ts';

/** What resolving needs from outside of dvc.yaml. */
export interface ResolveInput {
  /** The absolute path of the repository. */
  readonly root: string;
  /** Reads a file of values, one that is named in `vars` or the params.yaml beside dvc.yaml; it may be asked for one file many times. */
  readonly read: ReadValues;
  /** The section `parsing` of DVC's configuration. */
  readonly parsing?: Parsing;
}
