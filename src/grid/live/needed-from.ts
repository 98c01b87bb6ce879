import type { CacheEntry, CachedPoint } from './cache-entry.ts';
import type { Period } from './grid-source.ts';

/** A figure that a service still told so long after its time does not change any more, ms. */
const SETTLED_MS = 20 * 3_600_000;
/** A clock that was set back makes kept answers of the future: they are believed as far as this, ms. */
const AHEAD_MS = 60_000;

/**
 * From when on a source may have something to tell of a stretch that is not kept yet, ms; undefined where it has nothing. What is measured, or was told long after, does not
 * change; the rest is asked for again when it is older than `freshS`.
 */
export function neededFrom(
  { points }: CacheEntry,
  { fromMs, toMs }: Period,
  nowMs: number,
  freshS: number,
): number | undefined {
  const isFresh = ({ askedMs }: CachedPoint): boolean =>
    nowMs - askedMs <= freshS * 1000 && askedMs - nowMs <= AHEAD_MS;
  const known = points.filter(
    (point) => point.kind === 'measured' || point.askedMs >= point.toMs + SETTLED_MS || isFresh(point),
  );
  let reached = fromMs;
  for (const point of known) {
    if (point.fromMs > reached) break;
    reached = Math.max(reached, point.toMs);
  }
  // The newest figures of a fresh answer may end a little before now: nothing newer is there yet.
  const newest = points.at(-1);
  const isAllThereIs = newest !== undefined && isFresh(newest) && reached >= newest.toMs;
  return reached >= toMs || isAllThereIs ? undefined : reached;
}
