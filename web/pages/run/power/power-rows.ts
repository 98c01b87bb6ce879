import type { PowerAnswer } from './power-answer.ts';

/** An interval that begins later than this part of its length after the last one ended stands apart from it. */
const GAP = 0.5;

/** Intervals as points of lines: the middle of each, and between two that stand apart a point at which nothing is known. */
export interface PowerRows {
  readonly x: readonly number[];
  /** Number of the interval of each point, -1 for a gap. */
  readonly bucket: readonly number[];
  /** Point of each interval. */
  readonly rowOf: readonly number[];
  readonly gaps: number;
}

/** Lays the intervals of an answer out. */
export function powerRows({ fromS, toS }: Pick<PowerAnswer, 'fromS' | 'toS'>): PowerRows {
  const x: number[] = [];
  const bucket: number[] = [];
  const rowOf: number[] = [];
  let gaps = 0;
  for (const [i, from] of fromS.entries()) {
    const to = toS[i] ?? from;
    const before = toS[i - 1];
    if (before !== undefined && from - before > (to - from) * GAP) {
      x.push((before + from) / 2);
      bucket.push(-1);
      gaps++;
    }
    rowOf.push(x.length);
    x.push((from + to) / 2);
    bucket.push(i);
  }
  return { x, bucket, rowOf, gaps };
}

/** A column of an answer as it stands at those points. */
export function atRows(rows: PowerRows, column: readonly (number | null)[]): readonly (number | null)[] {
  return rows.bucket.map((i) => (i < 0 ? null : (column[i] ?? null)));
}

/** The run's energy up to the end of each interval, J. */
export function cumulative({ channels, fromS, toS, mean, beforeJ }: PowerAnswer): readonly number[] {
  const own = mean[channels.indexOf('attributed')] ?? [];
  let sum = beforeJ ?? 0;
  return fromS.map((from, i) => (sum += (own[i] ?? 0) * ((toS[i] ?? from) - from)));
}

/** How long an interval is, s: the median of them, for the last is often cut short. */
export function bucketLength({ fromS, toS }: Pick<PowerAnswer, 'fromS' | 'toS'>): number {
  const lengths = fromS.map((from, i) => (toS[i] ?? from) - from).sort((a, b) => a - b);
  return lengths[Math.floor(lengths.length / 2)] ?? 0;
}

/** The highest value of a channel and when it was; undefined where nothing is known of it. */
export function peakOf(
  { channels, fromS, toS, max }: PowerAnswer,
  channel: string,
): { readonly watts: number; readonly atS: number } | undefined {
  const column = max[channels.indexOf(channel)] ?? [];
  let best = -1;
  for (const [i, value] of column.entries())
    if (value !== null && (best < 0 || value > (column[best] ?? 0))) best = i;
  const watts = column[best];
  return watts === undefined || watts === null
    ? undefined
    : { watts, atS: ((fromS[best] ?? 0) + (toS[best] ?? 0)) / 2 };
}

/** The mean of a channel over all that is shown, W, each interval weighted by its length. */
export function meanOf(
  { channels, fromS, toS, mean }: Omit<PowerAnswer, 'beforeJ'>,
  channel: string,
): number | undefined {
  const column = mean[channels.indexOf(channel)] ?? [];
  let [sum, time] = [0, 0];
  for (const [i, value] of column.entries()) {
    if (value === null) continue;
    const length = (toS[i] ?? 0) - (fromS[i] ?? 0);
    sum += value * length;
    time += length;
  }
  return time > 0 ? sum / time : undefined;
}

/** Whether each interval is a sample: nowhere do its least and greatest value differ. */
export function isRaw({ min, max }: Pick<PowerAnswer, 'min' | 'max'>): boolean {
  return min.every((column, c) => column.every((value, i) => value === max[c]?.[i]));
}

/** The energy until a time, J, between the ends of intervals in proportion; undefined where there is no power. */
export function energyAt(
  atS: number,
  { fromS, toS, beforeJ }: Pick<PowerAnswer, 'fromS' | 'toS' | 'beforeJ'>,
  sums: readonly number[],
): number | undefined {
  const i = toS.findIndex((to) => to >= atS);
  if (i < 0) return sums.at(-1);
  const [from = 0, to = 0] = [fromS[i], toS[i]];
  const before = i === 0 ? (beforeJ ?? 0) : (sums[i - 1] ?? 0);
  const part = to > from ? Math.min(1, Math.max(0, (atS - from) / (to - from))) : 1;
  return before + part * ((sums[i] ?? before) - before);
}
