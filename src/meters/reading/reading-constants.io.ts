import { packageJson } from '../../host/package-data.io.ts';
import type { ReadingConstants } from './reading-constants.ts';

/** Loads the constants of reading from the package. */
export function readingConstants(): ReadingConstants {
  return packageJson('data/meters/reading.json') as ReadingConstants;
}
