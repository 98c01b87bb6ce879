import type { Host } from '../../host/host.ts';
import { addToCache, type CacheKey, keepAway, readCache } from './cache.io.ts';
import type { CacheEntry } from './cache-entry.ts';
import { gridProblem } from './grid-problem.ts';
import type { Figures } from './figures.ts';
import type { GridSource, Period } from './grid-source.ts';
import { hourFigures } from './hour-figures.ts';
import { liveTable } from './live-table.io.ts';
import { neededFrom } from './needed-from.ts';

const HOUR_MS = 3_600_000;
const hourOf = (ms: number): number => Math.floor(ms / HOUR_MS) * HOUR_MS;

/** What is kept of a stretch; nobody is asked. */
export function keptFigures(host: Host, key: CacheKey, period: Period): Figures {
  return figuresIn(readCache(host, key), period);
}

/**
 * Carbon intensity hour by hour: from the cache where nothing can have changed, else the source is asked and its answer kept for all runs. Where it gives none, what is
 * kept stands, however old. Never rejects.
 */
export async function figuresFor(
  host: Host,
  source: GridSource,
  zone: string,
  period: Period,
): Promise<Figures> {
  const key: CacheKey = { source: source.id, address: source.address, zone };
  const entry = readCache(host, key);
  const { name, freshS } = liveTable().sources[source.id];
  const nowMs = host.clock.wallMs();
  // An hour's figure is the mean of the hour, also where the run has only a part of it.
  const whole: Period = { ...period, fromMs: hourOf(period.fromMs) };
  const needed = neededFrom(entry, whole, nowMs, freshS);
  if (needed === undefined) return figuresIn(entry, period);
  if (entry.againMs !== undefined && entry.againMs > nowMs) {
    const waitS = Math.ceil((entry.againMs - nowMs) / 1000);
    const why = `it asks not to be asked again for ${waitS} s (HTTP 429 or 503 before)`;
    const problem = gridProblem(name, zone, why, 'wait, or ask less often');
    return { ...figuresIn(entry, period), refusal: { problem } };
  }
  const answer = await source.range(zone, hourOf(needed), period.toMs);
  if (!answer.ok) {
    const { againMs } = answer.error;
    if (againMs !== undefined) keepAway(host, key, againMs);
    return { ...figuresIn(entry, period), refusal: answer.error };
  }
  const kept = addToCache(host, key, answer.value);
  const figures = figuresIn(kept, period);
  if (answer.value.points.length > 0) return figures;
  const isNull = answer.value.empty.length > 0;
  const why = isNull ? 'it knows no figure for these hours (null)' : 'it has told other hours than these';
  return { ...figures, refusal: { problem: gridProblem(name, zone, why, 'the hours may be told later') } };
}

function figuresIn(entry: CacheEntry, period: Period): Figures {
  const hours = hourFigures(entry.points, period, liveTable().spread, entry.empty);
  return { hours, ...(entry.last === undefined ? {} : { last: entry.last }) };
}
