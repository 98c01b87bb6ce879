import type { TimelineAnswer } from './power-answer.ts';

/** What a run counts as it goes on. */
export type Counted = 'step' | 'epoch';

/** The way from a run's time to what it counted, both ways; it only rises. */
export interface Progress {
  readonly counted: Counted;
  /** The last time at which the run told how far it was, s since it began; what comes later is not on the axis. */
  readonly toS: number;
  /** What it had counted at a time. */
  readonly at: (seconds: number) => number;
  /** When it had counted so much. */
  readonly timeAt: (count: number) => number;
  /** Reports that went back, e.g. after a restart from a checkpoint: they are passed over. */
  readonly passedOver: number;
}

type Anchor = readonly [atS: number, count: number];

/**
 * How far a run was at each time, straight between its reports; undefined where it reported none. Before the first report it is taken to have gone on as
 * between the first two, from the beginning of the run.
 */
export function progressOf(timeline: TimelineAnswer | undefined, counted: Counted): Progress | undefined {
  const told = reportsOf(timeline, counted);
  const anchors: Anchor[] = [];
  let passedOver = 0;
  for (const [atS, count] of told) {
    const [lastS = Number.NEGATIVE_INFINITY, last = Number.NEGATIVE_INFINITY] = anchors.at(-1) ?? [];
    if (count > last && atS > lastS) anchors.push([atS, count]);
    else if (count < last) passedOver++;
  }
  const [first, second] = anchors;
  if (first === undefined) return undefined;
  const [atS, count] = first;
  const step = second === undefined ? Math.max(count, 1) : second[1] - count;
  if (atS > 0) anchors.unshift([0, count > 0 ? Math.max(0, count - step) : count - step]);
  else if (second === undefined) return undefined; // one report at the beginning says nothing of the way
  const times = anchors.map(([time]) => time);
  const counts = anchors.map(([, value]) => value);
  return {
    counted,
    toS: times.at(-1) ?? 0,
    at: (seconds) => between(times, counts, seconds),
    timeAt: (value) => between(counts, times, value),
    passedOver,
  };
}

function reportsOf(timeline: TimelineAnswer | undefined, counted: Counted): readonly Anchor[] {
  const { epochs = [], metrics = [] } = timeline ?? {};
  if (counted === 'epoch' && epochs.length > 0) return epochs.map(({ atS, n }) => [atS, n]);
  return metrics.flatMap((point): readonly Anchor[] => {
    const count = point[counted];
    return count === undefined || !Number.isFinite(count) ? [] : [[point.atS, count]];
  });
}

/** Straight between points, and on beyond the ends as beside them. Both columns rise. */
function between(from: readonly number[], to: readonly number[], value: number): number {
  let [low, high] = [0, from.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((from[middle] ?? 0) <= value) low = middle;
    else high = middle;
  }
  const [a = 0, b = 0] = [from[low], from[high]];
  const [c = 0, d = 0] = [to[low], to[high]];
  return b > a ? c + ((value - a) / (b - a)) * (d - c) : c;
}
