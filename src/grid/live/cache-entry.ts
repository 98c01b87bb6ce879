import { inOrder, joined } from './checked-points.ts';
import type { LivePoint, LiveSeries, Period } from './grid-source.ts';
import { type Json, objectOf, objectsOf, textOf } from './json-fields.ts';
import { LIVE_SOURCES } from './live-table.ts';

/** A figure with when it was asked for, ms. */
export interface CachedPoint extends LivePoint {
  readonly askedMs: number;
}

/** What is kept of a zone of a source: the union of all its answers. */
export interface CacheEntry {
  readonly version: 1;
  /** The last answer, without its points. */
  readonly last?: Omit<LiveSeries, 'points' | 'empty'>;
  readonly points: readonly CachedPoint[];
  /** Periods that the service has said to know no figure of. */
  readonly empty: readonly Period[];
  /** The service asks not to be asked before, ms. */
  readonly againMs?: number;
}

/** Nothing is known yet. */
export const EMPTY_ENTRY: CacheEntry = { version: 1, points: [], empty: [] };

/** Figures older than this are forgotten, ms: a run that began before asks for them once more. */
const KEPT_MS = 14 * 24 * 3_600_000;

/** An entry with a new answer in it. Where both speak of the same time, the better known figure stands, else the newer. */
export function withSeries(entry: CacheEntry, series: LiveSeries): CacheEntry {
  const { points, empty, ...last } = series;
  const fresh = points.map((point) => ({ ...point, askedMs: series.askedMs }));
  // Figures of another kind (a key for direct ones instead of life-cycle) are not to be mixed with the new ones.
  const isSame = entry.last?.boundary === series.boundary && entry.last.basis === series.basis;
  const all = isSame ? joined(fresh, entry.points) : inOrder(fresh);
  const isKept = ({ toMs }: Period): boolean => toMs > series.askedMs - KEPT_MS;
  const isKnown = (period: Period): boolean =>
    all.some(({ fromMs, toMs }) => fromMs < period.toMs && toMs > period.fromMs);
  const others = (isSame ? entry.empty : []).filter(
    (old) => !empty.some(({ fromMs, toMs }) => fromMs === old.fromMs && toMs === old.toMs),
  );
  return {
    version: 1,
    last,
    points: all.filter(isKept),
    empty: [...others, ...empty].filter((period) => isKept(period) && !isKnown(period)),
  };
}

/** Reads an entry as it was written; {@link EMPTY_ENTRY} where it is something else. */
export function readEntry(text: string): CacheEntry {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return EMPTY_ENTRY;
  }
  const entry = objectOf(body);
  const points = objectsOf(entry?.['points']);
  const empty = objectsOf(entry?.['empty']);
  if (entry?.['version'] !== 1 || points?.every(isPoint) !== true || empty?.every(isPeriod) !== true)
    return EMPTY_ENTRY;
  const last = objectOf(entry['last']);
  const { againMs } = entry;
  return {
    version: 1,
    points: points as unknown as readonly CachedPoint[],
    empty: empty as unknown as readonly Period[],
    ...(last !== undefined && isLast(last)
      ? { last: last as unknown as NonNullable<CacheEntry['last']> }
      : {}),
    ...(typeof againMs === 'number' ? { againMs } : {}),
  };
}

function isPoint(point: Json): boolean {
  const { gPerKwh, kind, askedMs } = point;
  const isTold = kind === 'measured' || kind === 'estimated' || kind === 'forecast';
  return isTold && isPeriod(point) && Number.isFinite(gPerKwh) && Number.isFinite(askedMs);
}

function isPeriod({ fromMs, toMs }: Json): boolean {
  return Number.isFinite(fromMs) && Number.isFinite(toMs);
}

function isLast({ source, zone, basis, boundary, askedMs }: Json): boolean {
  const isSource = LIVE_SOURCES.some((id) => id === source);
  return (
    isSource && [zone, basis, boundary].every((one) => textOf(one) !== undefined) && Number.isFinite(askedMs)
  );
}
