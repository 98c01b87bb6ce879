import { type Losses, nonDominationRanks } from './non-domination.ts';
import { widestSubset } from './widest-subset.ts';

/**
 * The `count` best of several trials with several objectives: whole fronts of non-dominated ones, and of the front that does not fit those
 * with the largest hypervolume.
 *
 * @returns indices, ascending.
 */
export function bestByDominance(losses: readonly Losses[], count: number): readonly number[] {
  if (count <= 0) return [];
  const all = losses.map((_, index) => index);
  if (count >= losses.length) return all;
  const ranks = nonDominationRanks(losses);
  const sizes: number[] = [];
  for (const rank of ranks) sizes[rank] = (sizes[rank] ?? 0) + 1;
  let whole = 0;
  let taken = 0;
  while (taken + (sizes[whole] ?? Infinity) <= count) {
    taken += sizes[whole] ?? 0;
    whole += 1;
  }
  const best = all.filter((index) => (ranks[index] as number) < whole);
  const front = all.filter((index) => ranks[index] === whole);
  const rest = widestSubset(
    front.map((index) => losses[index] ?? []),
    count - taken,
  );
  return [...best, ...rest.map((at) => front[at] as number)].sort((a, b) => a - b);
}
