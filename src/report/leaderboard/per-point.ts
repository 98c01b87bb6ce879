import type { MetricGoal } from '../../book/metric-goal.ts';
import type { LeaderboardEntry } from './entry.ts';
import type { FrontierPlace } from './standing.ts';

/** What is needed of an entry. */
export type PointEntry = Pick<LeaderboardEntry, 'name' | 'energy' | 'metric'> & {
  readonly frontier: FrontierPlace;
};

/**
 * What a point of quality costs more, J, by the name of the entry: beyond the task's baseline where it has one that stands among these, else beyond the
 * entry before on the frontier. For a metric from 0 to 1 a point is a hundredth. Left out where nothing is gained, or for no more energy.
 */
export function joulesPerPoint(
  entries: readonly PointEntry[],
  goal: MetricGoal,
  baseline?: string,
): ReadonlyMap<string, number> {
  const isPart = entries.every(({ metric: { value } }) => value !== null && value >= 0 && value <= 1);
  const point = isPart ? 0.01 : 1;
  const sign = goal === 'maximize' ? 1 : -1;
  const each = (entry: PointEntry, before: PointEntry | undefined): (readonly [string, number])[] => {
    const gained = sign * ((entry.metric.value ?? 0) - (before?.metric.value ?? 0));
    const more = (entry.energy.value ?? 0) - (before?.energy.value ?? 0);
    return before !== undefined && gained > 0 && more > 0 ? [[entry.name, (more / gained) * point]] : [];
  };
  const base = entries.find(({ name }) => name === baseline);
  if (base !== undefined) return new Map(entries.flatMap((entry) => each(entry, base)));
  const best = entries
    .filter(({ frontier }) => frontier === 'yes')
    .toSorted((a, b) => (a.energy.value ?? 0) - (b.energy.value ?? 0));
  return new Map(best.flatMap((entry, i) => each(entry, best[i - 1])));
}
