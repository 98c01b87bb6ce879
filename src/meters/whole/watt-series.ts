/** Which clock the times of a series are on. */
export type SeriesClock =
  /** Seconds since 1970, UTC. */
  | 'utc'
  /** Seconds since 1970 on a local clock whose zone is not told. */
  | 'local'
  /** Seconds since the midnight before the first row. */
  | 'time-of-day'
  /** Seconds since an unknown moment. */
  | 'elapsed';

/** Power over time as a logger wrote it: times strictly rise. */
export interface WattSeries {
  readonly timesS: Float64Array;
  readonly watts: Float64Array;
}

/** Energy of a stretch of a series, J, with bounds that contain the truth. */
export interface SeriesEnergy {
  readonly lowJ: number;
  readonly highJ: number;
  /** Seconds of the stretch without readings. */
  readonly missingS: number;
}

/** A silence of more than so many usual intervals is a gap. */
const GAP_INTERVALS = 5;

/** The usual time between two rows, s (their median); NaN for fewer than two. */
export function usualIntervalS({ timesS }: WattSeries): number {
  const steps = timesS.subarray(1).map((time, k) => time - (timesS[k] ?? Number.NaN));
  return steps.sort()[Math.floor(steps.length / 2)] ?? Number.NaN;
}

/**
 * Energy between two times of a series' clock: the trapezoid of its readings. Over a gap, and where the series has not begun or has ended, anything
 * from nothing to `maxW` is possible.
 *
 * @example
 * const series = { timesS: Float64Array.of(0, 1, 2), watts: Float64Array.of(100, 100, 200) };
 * energyBetween(series, 0.5, 2, 500).lowJ; // 200
 */
export function energyBetween(series: WattSeries, fromS: number, toS: number, maxW: number): SeriesEnergy {
  const { timesS, watts } = series;
  const gapS = usualIntervalS(series) * GAP_INTERVALS;
  let knownJ = 0;
  let coveredS = 0;
  for (let k = firstAfter(timesS, fromS); k < timesS.length; k += 1) {
    if (k === 0) continue;
    const [from, to] = [timesS[k - 1] ?? 0, timesS[k] ?? 0];
    if (from >= toS) break;
    if (to - from > gapS) continue;
    const [begin, end] = [Math.max(from, fromS), Math.min(to, toS)];
    const slope = ((watts[k] ?? 0) - (watts[k - 1] ?? 0)) / (to - from);
    const middle = (watts[k - 1] ?? 0) + slope * ((begin + end) / 2 - from);
    knownJ += middle * (end - begin);
    coveredS += end - begin;
  }
  const missingS = Math.max(0, toS - fromS - coveredS);
  return { lowJ: knownJ, highJ: knownJ + missingS * maxW, missingS };
}

/** Index of the first time after `timeS`. */
function firstAfter(timesS: Float64Array, timeS: number): number {
  let [low, high] = [0, timesS.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((timesS[middle] ?? 0) > timeS) high = middle;
    else low = middle + 1;
  }
  return low;
}
