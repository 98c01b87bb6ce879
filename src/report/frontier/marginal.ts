import type { MetricGoal } from '../../book/metric-goal.ts';
import type { QualityStep } from './quality-step.ts';

/** A step along the frontier, from the point before. */
export interface MarginalStep<T> {
  readonly point: T;
  /** Undefined of the cheapest: nothing is before it. */
  readonly before: T | undefined;
  /** How much better, as a change of the metric: below zero where less is better. */
  readonly gained: number | null;
  readonly spent: number | null;
  /** What one step of quality cost here. */
  readonly price: number | null;
  readonly isKnee: boolean;
}

interface Placed {
  readonly cost: number;
  readonly quality: number;
}

/** What each step along the frontier gained and cost. @param best cheapest first. */
export function marginalSteps<T extends Placed>(
  best: readonly T[],
  goal: MetricGoal,
  step: QualityStep,
  isLog: boolean,
): readonly MarginalStep<T>[] {
  const knee = kneeOf(best, goal, isLog);
  return best.map((point, i) => {
    const before = best[i - 1];
    const gained = before === undefined ? null : point.quality - before.quality;
    const spent = before === undefined ? null : point.cost - before.cost;
    const steps = gained === null ? 0 : Math.abs(gained) / step.size;
    return {
      point,
      before,
      gained,
      spent,
      price: spent === null || steps === 0 ? null : spent / steps,
      isKnee: i === knee,
    };
  });
}

/** How the knee is found, for those who read it. */
export function kneeMethod(isLog: boolean): string {
  return `The knee is the point farthest above the straight line between the ends of the frontier, both axes scaled to its span${isLog ? ', cost by its logarithm' : ''} (as in Kneedle, Satopää et al. 2011).`;
}

/** Index of the knee; undefined with fewer than three points, or where none lies above the line between the ends. */
export function kneeOf(best: readonly Placed[], goal: MetricGoal, isLog: boolean): number | undefined {
  const [first, last] = [best[0], best.at(-1)];
  if (best.length < 3 || first === undefined || last === undefined) return undefined;
  const across = (cost: number): number => (isLog ? Math.log(cost) : cost);
  const width = across(last.cost) - across(first.cost);
  const height = last.quality - first.quality;
  if (!(width > 0) || !Number.isFinite(width) || height === 0 || height > 0 !== (goal === 'maximize'))
    return undefined;
  let knee: number | undefined;
  let most = 1e-9; // less is rounding
  for (const [i, { cost, quality }] of best.entries()) {
    const above = (quality - first.quality) / height - (across(cost) - across(first.cost)) / width;
    if (above > most) [most, knee] = [above, i];
  }
  return knee;
}
