import type { CacheEntry } from './cache-entry.ts';
import type { Refusal } from './grid-source.ts';
import type { HourFigure } from './hour-figures.ts';

/** What is known of a stretch of time, from the cache and from the source. */
export interface Figures {
  readonly hours: readonly HourFigure[];
  /** What the figures are, as the source said last; undefined where it never said anything. */
  readonly last?: NonNullable<CacheEntry['last']>;
  /** Why the source has told nothing new, where it was asked or would have been. */
  readonly refusal?: Refusal;
}
