import { type ErrorSources, sides, Z90 } from '../../units/estimate.ts';

/** What one source does to the width of an interval. */
export interface IntervalPart {
  readonly source: string;
  /** Its part of the variance, 0 to 1; all parts sum to 1. */
  readonly part: number;
  /** Where the 90 % interval would end by this source alone, relative to the value: −0.3 and 0.6 are from −30 % to +60 %. */
  readonly low: number;
  readonly high: number;
}

/**
 * Which source makes an interval how wide, the largest first. The part is that of the variance, as different sources add in quadrature
 * (docs/methodology/estimates.md): the mean of both sides squared over the sum of all.
 *
 * @example
 * intervalParts({ a: 0.3, b: 0.1 }).map(({ part }) => Math.round(part * 100)) // [90, 10]
 */
export function intervalParts(errors: ErrorSources): readonly IntervalPart[] {
  const parts = Object.entries(errors).map(([source, spread]) => {
    const [down, up] = sides(spread);
    const [toLow, toHigh] = [Math.max(down, -up, 0), Math.max(up, -down, 0)];
    return { source, squares: (toLow ** 2 + toHigh ** 2) / 2, low: -Z90 * toLow, high: Z90 * toHigh };
  });
  const all = parts.reduce((sum, { squares }) => sum + squares, 0);
  if (!(all > 0)) return [];
  return parts
    .map(({ source, squares, low, high }) => ({ source, part: squares / all, low, high }))
    .filter(({ part }) => part > 0)
    .sort((a, b) => b.part - a.part || (a.source < b.source ? -1 : 1));
}
