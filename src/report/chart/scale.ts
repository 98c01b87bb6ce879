import { linearTicks, logTicks } from './ticks.ts';

/** Values of an axis to places on it. */
export interface Scale {
  readonly at: (value: number) => number;
  readonly ticks: (count: number) => readonly number[];
  readonly low: number;
  readonly high: number;
  readonly isLog: boolean;
}

/** Equal steps for equal differences, from `low` at `from` to `high` at `to`. */
export function linearScale(low: number, high: number, from: number, to: number): Scale {
  const span = high > low ? high - low : 1;
  return {
    at: (value) => from + ((value - low) / span) * (to - from),
    ticks: (count) => linearTicks(low, high, count),
    low,
    high,
    isLog: false,
  };
}

/** Equal steps for equal ratios; both ends are above zero. */
export function logScale(low: number, high: number, from: number, to: number): Scale {
  const [a, b] = [Math.log(low), Math.log(high)];
  const span = b > a ? b - a : 1;
  return {
    at: (value) => from + ((Math.log(Math.max(value, Number.MIN_VALUE)) - a) / span) * (to - from),
    ticks: (count) => logTicks(low, high, count),
    low,
    high,
    isLog: true,
  };
}

/** From how large a ratio of largest to smallest on values stand on a logarithmic axis. */
const LOG_FROM = 5;
/** Room on each side of the data, as a part of its span. */
const MARGIN = 0.06;

/**
 * An axis that holds all values with some room: logarithmic where they are positive and far apart, if it may be. One value stands in the middle.
 */
export function fittedScale(
  values: readonly number[],
  from: number,
  to: number,
  options: { readonly mayLog?: boolean } = {},
): Scale {
  const known = values.filter((value) => Number.isFinite(value));
  const [low, high] = [Math.min(...known), Math.max(...known)];
  if (known.length === 0) return linearScale(0, 1, from, to);
  if (options.mayLog === true && low > 0 && high / low >= LOG_FROM) {
    const room = Math.exp((Math.log(high) - Math.log(low)) * MARGIN); // the ratio itself may be no number
    return logScale(
      Math.max(low / room, Number.MIN_VALUE),
      Math.min(high * room, Number.MAX_VALUE),
      from,
      to,
    );
  }
  const room = high > low ? (high - low) * MARGIN : Math.abs(high) * 0.1 || 1;
  return linearScale(low >= 0 ? Math.max(0, low - room) : low - room, high + room, from, to);
}
