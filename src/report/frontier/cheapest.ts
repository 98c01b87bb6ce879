import type { MetricGoal } from '../../book/metric-goal.ts';

/** What a run must keep. */
export interface Demands {
  /** Quality at least this good: not below, or not above where less is better. */
  readonly quality?: number;
  /** Cost at most. */
  readonly cost?: number;
}

interface Placed {
  readonly cost: number;
  readonly quality: number;
}

/** Whether a point keeps the demands. */
export function keeps({ cost, quality }: Placed, demands: Demands, goal: MetricGoal): boolean {
  if (demands.cost !== undefined && cost > demands.cost) return false;
  if (demands.quality === undefined) return true;
  return goal === 'maximize' ? quality >= demands.quality : quality <= demands.quality;
}

/** The cheapest point that keeps the demands; of those that cost alike the best. */
export function cheapest<T extends Placed>(
  points: readonly T[],
  demands: Demands,
  goal: MetricGoal,
): T | undefined {
  let found: T | undefined;
  for (const point of points) {
    if (!keeps(point, demands, goal)) continue;
    if (
      found === undefined ||
      point.cost < found.cost ||
      (point.cost === found.cost && isBetter(point, found, goal))
    )
      found = point;
  }
  return found;
}

function isBetter(a: Placed, b: Placed, goal: MetricGoal): boolean {
  return goal === 'maximize' ? a.quality > b.quality : a.quality < b.quality;
}
