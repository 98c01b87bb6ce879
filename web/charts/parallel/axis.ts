import { linearTicks, logTicks } from '../../../src/report/chart/ticks.ts';

/** An axis of parallel coordinates and the value of each line on it. */
export interface ParallelAxis {
  readonly key: string;
  readonly label: string;
  /** A number for each line; of choices its index; null where the line has none. */
  readonly values: readonly (number | null)[];
  /** What the indexes stand for, where the values are choices. */
  readonly choices?: readonly string[];
  /** Whether it is logarithmic unless that is turned round. */
  readonly isLog: boolean;
  readonly text: (value: number) => string;
  /** The unit that the text is in, so that ticks are round there: 3600 for J that are written as Wh. 1 if it is left out. */
  readonly unit?: number;
}

/** How an axis is set. */
export interface AxisSetting {
  readonly isLog: boolean;
  readonly isFlipped: boolean;
}

/** From a value to its place, 0 at the bottom to 1 at the top. */
export interface AxisScale {
  readonly low: number;
  readonly high: number;
  readonly isLog: boolean;
  readonly at: (value: number) => number;
  readonly valueAt: (place: number) => number;
  /** Values at which something is written. */
  readonly ticks: readonly number[];
}

/** Round values between the ends, about. */
const MOST_TICKS = 5;
/** A round value that is nearer to an end than this part of the axis is not written beside it. */
const APART = 0.1;
/** More choices are not written out. */
const MOST_CHOICES = 12;

/** Whether all values of an axis are above zero: only then it can be logarithmic. */
export function canLog({ values, choices }: ParallelAxis): boolean {
  return choices === undefined && values.every((value) => value === null || value > 0);
}

/** The scale of an axis over its values. */
export function axisScale(axis: ParallelAxis, { isLog, isFlipped }: AxisSetting): AxisScale {
  const { choices } = axis;
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of axis.values) {
    if (value === null) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (choices !== undefined) [low, high] = [-0.5, Math.max(0, choices.length - 1) + 0.5];
  else if (low > high) [low, high] = [0, 1];
  else if (low === high)
    [low, high] =
      isLog && low > 0
        ? [low / 2, high * 2]
        : [low - (Math.abs(low) / 2 || 1), high + (Math.abs(high) / 2 || 1)];
  const useLog = isLog && low > 0;
  const [to, from] = useLog ? [Math.log, Math.exp] : [same, same];
  const [a, b] = [to(low), to(high)];
  const turned = (place: number): number => (isFlipped ? 1 - place : place);
  return {
    low,
    high,
    isLog: useLog,
    // Halves, because the span of two doubles may be no double.
    at: (value) => turned((to(value) / 2 - a / 2) / (b / 2 - a / 2)),
    valueAt: (place) => {
      const p = turned(Math.min(1, Math.max(0, place)));
      return p === 0 ? low : p === 1 ? high : from(a * (1 - p) + b * p);
    },
    ticks: ticksOf(choices, low, high, useLog, axis.unit ?? 1),
  };
}

function same(value: number): number {
  return value;
}

function ticksOf(
  choices: readonly string[] | undefined,
  low: number,
  high: number,
  isLog: boolean,
  unit: number,
): readonly number[] {
  if (choices !== undefined) {
    const every = Math.ceil(choices.length / MOST_CHOICES);
    return Array.from(choices.keys()).filter((i) => i % every === 0);
  }
  const [a, b] = [low / unit, high / unit];
  const round = (isLog ? logTicks : linearTicks)(a, b, MOST_TICKS);
  const part = (value: number): number =>
    isLog ? Math.log(value / a) / Math.log(b / a) : (value / 2 - a / 2) / (b / 2 - a / 2);
  const between = round.filter((value) => part(value) >= APART && part(value) <= 1 - APART);
  return [low, ...between.map((value) => value * unit), high];
}
