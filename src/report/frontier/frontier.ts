import type { MetricGoal } from '../../book/metric-goal.ts';

/**
 * The points that no other beats in both: with each of these a better quality costs more. Cheapest first; of points that are alike in both the first stays.
 *
 * @example
 * frontier([{ cost: 1, quality: 0.8 }, { cost: 2, quality: 0.7 }, { cost: 3, quality: 0.9 }], 'maximize') // the first and the last
 */
export function frontier<T extends { readonly cost: number; readonly quality: number }>(
  points: readonly T[],
  goal: MetricGoal,
): readonly T[] {
  const sign = goal === 'maximize' ? 1 : -1;
  const sorted = points
    .filter(({ cost, quality }) => Number.isFinite(cost) && Number.isFinite(quality))
    .sort((a, b) => a.cost - b.cost || sign * (b.quality - a.quality));
  let best = Number.NEGATIVE_INFINITY;
  return sorted.filter(({ quality }) => {
    if (sign * quality <= best) return false;
    best = sign * quality;
    return true;
  });
}
