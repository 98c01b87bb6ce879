import { sides, type Spread, spreadOf } from '../../units/estimate.ts';
import type { CachedPoint } from './cache-entry.ts';
import type { Period, PointKind } from './grid-source.ts';
import type { LiveTable, SpreadAfter } from './live-table.ts';

const HOUR_MS = 3_600_000;

/** The carbon intensity of one hour as a live source tells it. */
export interface HourFigure {
  /** Its beginning, ms since 1970, UTC. */
  readonly hourMs: number;
  readonly gPerKwh: number;
  readonly how: PointKind | 'carried';
  /** Relative standard deviation. */
  readonly sd: Spread;
  /** When the oldest of the figures in it was asked for, ms. */
  readonly askedMs: number;
}

const RANK: readonly HourFigure['how'][] = ['measured', 'estimated', 'forecast', 'carried'];

/**
 * Figures for the hours that a stretch touches: the mean over what is known of each hour, weighted by time. An hour after the newest figure, of a source that is
 * late or silent, takes that figure as long as there is a spread for it (three hours), unless the source has said that it knows none. Other hours without a
 * figure have none here.
 */
export function hourFigures(
  points: readonly CachedPoint[],
  { fromMs, toMs }: Period,
  spread: LiveTable['spread'],
  empty: readonly Period[] = [],
): readonly HourFigure[] {
  const figures: HourFigure[] = [];
  const newest = points.at(-1);
  for (let hourMs = Math.floor(fromMs / HOUR_MS) * HOUR_MS; hourMs < toMs; hourMs += HOUR_MS) {
    const hour = { fromMs: hourMs, toMs: hourMs + HOUR_MS };
    const known = points.filter((point) => overlapMs(point, hour) > 0);
    const figure = known.length > 0 ? meanOf(known, hour, spread) : carried(newest, hour, spread, empty);
    if (figure !== undefined) figures.push(figure);
  }
  return figures;
}

function meanOf(points: readonly CachedPoint[], hour: Period, spread: LiveTable['spread']): HourFigure {
  let weights = 0;
  let sum = 0;
  for (const point of points) {
    const weight = overlapMs(point, hour);
    weights += weight;
    sum += weight * point.gPerKwh;
  }
  const spreads = points.map((point) => spreadOfPoint(point, spread));
  return {
    hourMs: hour.fromMs,
    gPerKwh: sum / weights,
    how: worst(points.map(({ kind }) => kind)),
    sd: widest(spreads),
    askedMs: Math.min(...points.map(({ askedMs }) => askedMs)),
  };
}

function carried(
  newest: CachedPoint | undefined,
  hour: Period,
  spread: LiveTable['spread'],
  empty: readonly Period[],
): HourFigure | undefined {
  if (newest === undefined || newest.toMs > hour.fromMs) return undefined;
  if (empty.some((period) => overlapMs(period, hour) > 0)) return undefined;
  const hours = Math.floor((hour.fromMs - newest.toMs) / HOUR_MS) + 1;
  const after = spread.carried.find((one) => one.hours >= hours);
  if (after === undefined) return undefined;
  const { gPerKwh, askedMs } = newest;
  const sd = together(spreadOfPoint(newest, spread), after.sd);
  return { hourMs: hour.fromMs, gPerKwh, how: 'carried', sd, askedMs };
}

/** A forecast is as far from what will be measured as forecasts of that reach are. */
function spreadOfPoint({ kind, fromMs, askedMs }: CachedPoint, spread: LiveTable['spread']): Spread {
  if (kind !== 'forecast') return spread[kind];
  const hours = (fromMs - askedMs) / HOUR_MS;
  const last = spread.forecast.at(-1) as SpreadAfter;
  const after = spread.forecast.find((one) => one.hours >= hours) ?? last;
  return together(spread.measured, after.sd);
}

function together(a: Spread, b: Spread): Spread {
  const [downA, upA] = sides(a);
  const [downB, upB] = sides(b);
  return spreadOf(Math.hypot(downA, downB), Math.hypot(upA, upB));
}

function widest(spreads: readonly Spread[]): Spread {
  const all = spreads.map(sides);
  return spreadOf(Math.max(...all.map(([down]) => down)), Math.max(...all.map(([, up]) => up)));
}

function worst(kinds: readonly PointKind[]): HourFigure['how'] {
  return RANK[Math.max(...kinds.map((kind) => RANK.indexOf(kind)))] ?? 'forecast';
}

function overlapMs(a: Period, b: Period): number {
  return Math.min(a.toMs, b.toMs) - Math.max(a.fromMs, b.fromMs);
}
