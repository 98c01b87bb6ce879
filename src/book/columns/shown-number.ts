import { printDuration } from '../../units/format-duration.ts';

/** Half width of a band, in parts of its value, from which two digits are printed instead of three (`units/format.ts`). */
const COARSE_FROM = 0.05;

/** A value with the ends of its band. */
export interface Banded {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * A value and its band as they are shown: the value with the digits that are printed, the ends as parts of it as exact as a whisker is drawn. What is
 * printed of it is what is printed of the whole one; on the wire it is a quarter as long.
 *
 * @param unit how many of the value's own unit the unit in which it is printed holds; the scales above and below are powers of ten.
 * @param step to which the ends are rounded, e.g. 0.01: whole per cents.
 * @param print how it is printed, which decides where the value lies midway between two numbers.
 * @example
 * shownBand({ value: 1234.4, low: 1000, high: 1500 }, 1, 0.01, ({ value }) => `${value} Wh`) // { value: 1200, low: 0.81, high: 1.22 }
 */
export function shownBand(whole: Banded, unit: number, step: number, print: PrintBand): Banded {
  const { value, low, high } = whole;
  if (value === null || value === 0) return whole;
  const digits = low !== null && high !== null && isCoarse(value, low, high) ? 2 : 3;
  const [below, above] = [
    shownNumber((value / unit) * (1 - HAIR), digits),
    shownNumber((value / unit) * (1 + HAIR), digits),
  ];
  const first = withParts(below, whole, unit, step);
  // Midway between two numbers it may be rounded either way in the scale in which it is printed.
  if (below === above || print(unshownBand(first, unit)) === print(whole)) return first;
  return withParts(above, whole, unit, step);
}

/** How a band is printed. */
export type PrintBand = (band: Banded) => string;

/** Numbers of the same value in two scales lie no further apart, relatively. */
const HAIR = 1e-12;

/** A rounded value with the ends of the whole one as parts of it. */
function withParts(shown: number, { value, low, high }: Banded, unit: number, step: number): Banded {
  if (value === null || low === null || high === null) return { value: shown, low, high };
  const isRough = isCoarse(value, low, high);
  const to = rounded(high / value, step);
  const from = [0, -1, 1]
    .map((nudge) => rounded(low / value + nudge * step, step))
    .find((part) => {
      const back = unshownBand({ value: shown, low: part, high: to }, unit);
      return isCoarse(back.value ?? 0, back.low ?? 0, back.high ?? 0) === isRough;
    });
  return from === undefined
    ? { value: value / unit, low: low / value, high: high / value }
    : { value: shown, low: from, high: to };
}

/** The value and the ends of {@link shownBand}, in the value's own unit. */
export function unshownBand({ value, low, high }: Banded, unit: number): Banded {
  if (value === null || value === 0) return { value, low, high };
  const whole = value * unit;
  return low === null || high === null
    ? { value: whole, low, high }
    : { value: whole, low: low * whole, high: high * whole };
}

function isCoarse(value: number, low: number, high: number): boolean {
  return (high - low) / 2 / Math.abs(value) >= COARSE_FROM;
}

function rounded(value: number, step: number): number {
  return Number((Math.round(value / step) * step).toFixed(4));
}

/** A number with so many significant digits. */
export function shownNumber(value: number, digits: number): number {
  return Number(value.toPrecision(digits));
}

/** The shortest duration that is printed as this one is, s. */
export function shownDuration(seconds: number): number {
  const wanted = printDuration(seconds);
  for (let digits = 1; digits <= 6; digits++) {
    const short = shownNumber(seconds, digits);
    if (printDuration(short) === wanted) return short;
  }
  return seconds;
}
