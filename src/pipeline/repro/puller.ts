import type { Problem } from '../../errors.ts';
import type { Result } from '../../result.ts';
import type { Hashed } from '../model/hashed.ts';

/** Fetches what the cache lacks, for `repro --pull`. What has no remote is not fetched; that is no problem. */
export interface Puller {
  /** Fetches the whole run-cache, with its energy records. A problem is told, and the repro goes on. */
  readonly runCache: () => Promise<Problem | undefined>;
  /** Fetches objects; of folders also all that they hold. A problem where one cannot be had. */
  readonly objects: (wanted: readonly Hashed[]) => Promise<Result<true>>;
}
