/** Losses of one trial, one for each objective. */
export type Losses = readonly number[];

/** Whether `a` is at least as good everywhere and better somewhere. */
export function dominates(a: Losses, b: Losses): boolean {
  let isBetter = false;
  for (let k = 0; k < a.length; k += 1) {
    if ((a[k] as number) > (b[k] as number)) return false;
    if ((a[k] as number) < (b[k] as number)) isBetter = true;
  }
  return isBetter;
}

/** Order by the first objective, then the second, and so on. */
export function lexically(a: Losses, b: Losses): number {
  for (let k = 0; k < a.length; k += 1) {
    if ((a[k] as number) < (b[k] as number)) return -1;
    if ((a[k] as number) > (b[k] as number)) return 1;
  }
  return 0;
}

/**
 * Ranks by non-domination: 0 for those that no other dominates, 1 for those that only these dominate, and so on; equal losses have equal
 * ranks. K. Deb et al., "A fast and elitist multiobjective genetic algorithm: NSGA-II", 2002.
 *
 * In lexical order only earlier ones can dominate, and what a member of some front dominates a member of each front before dominates too:
 * the front is found by halving.
 */
export function nonDominationRanks(losses: readonly Losses[]): readonly number[] {
  const ranks = losses.map(() => 0);
  const sorted = losses
    .map((_, index) => index)
    .sort((a, b) => lexically(losses[a] ?? [], losses[b] ?? []) || a - b);
  const fronts: Losses[][] = [];
  let last: number | undefined;
  for (const index of sorted) {
    const own = losses[index] ?? [];
    const isSame = last !== undefined && lexically(losses[last] ?? [], own) === 0;
    ranks[index] = isSame ? (ranks[last as number] as number) : enter(fronts, own);
    last = index;
  }
  return ranks;
}

/** Puts losses into the first front that has nothing that dominates them. */
function enter(fronts: Losses[][], losses: Losses): number {
  let low = 0;
  let high = fronts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isDominatedBy(fronts[middle] ?? [], losses)) low = middle + 1;
    else high = middle;
  }
  const front = fronts[low];
  if (front === undefined) fronts.push([losses]);
  else front.push(losses);
  return low;
}

/** Of two objectives the last member, which has the least second one, is the only one that can. */
function isDominatedBy(front: readonly Losses[], losses: Losses): boolean {
  if (losses.length > 2) return front.some((other) => dominates(other, losses));
  const last = front.at(-1);
  return last !== undefined && dominates(last, losses);
}
