import { errorBars } from '../../report/frontier/error-bars.ts';
import type { CostAxis } from '../../report/frontier/cost-axis.ts';
import type { FrontierOfRuns } from '../../report/frontier/frontier-of-runs.ts';
import type { FrontierPoint } from '../../report/frontier/frontier-points.ts';
import type { ChosenMetric } from '../../report/statement/chosen-metric.ts';

/** What a frontier is of. */
export interface FrontierAsked {
  /** How many runs match. */
  readonly total: number;
  readonly filter: string;
  /** Undefined where no run has any. */
  readonly metric: ChosenMetric | undefined;
  readonly axis: CostAxis;
  readonly seeds: 'each' | 'together';
}

/** A frontier under `--json`: costs in J, g, the currency or s. */
export function frontierJson(
  { total, filter, metric, axis, seeds }: FrontierAsked,
  found: FrontierOfRuns,
  unit: string,
): unknown {
  return {
    filter,
    total,
    metric: metric ?? null,
    cost: { of: axis.key, unit },
    seeds,
    runs: found.runs,
    points: found.points.toSorted((a, b) => a.cost - b.cost).map((point) => pointJson(point)),
    frontier: found.steps.map(({ point, gained, spent, price, isKnee }) => ({
      id: point.id,
      name: point.name,
      gained,
      spent,
      price,
      isKnee,
    })),
    step: found.step,
    leftOut: found.leftOut,
    joinedTrials: found.joined,
  };
}

function pointJson(point: FrontierPoint): object {
  const { id, name, state, grade, quality, cost, low, high, spread, isBest } = point;
  return {
    id,
    name,
    runs: spread?.runs ?? [id],
    seeds: spread?.n ?? 1,
    quality: { value: quality, se: spread?.qualitySe ?? null },
    cost: { value: cost, low, high, se: spread?.costSe ?? null },
    bars: errorBars(point),
    grade,
    state,
    onFrontier: isBest,
  };
}
