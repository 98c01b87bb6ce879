import { packageJson } from '../../host/package-data.io.ts';
import type { WholeConstants } from './whole-constants.ts';

let loaded: WholeConstants | undefined;

/** Loads the constants of the whole-machine meters from the package, once. */
export function wholeConstants(): WholeConstants {
  loaded ??= packageJson('data/meters/whole.json') as WholeConstants;
  return loaded;
}
