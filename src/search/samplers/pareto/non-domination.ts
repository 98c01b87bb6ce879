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
 * @param most how many different losses must be ranked; what is worse than these has the next rank, whatever it is.
 */
export function nonDominationRanks(
  losses: readonly Losses[],
  most: number = losses.length,
): readonly number[] {
  const ranks = losses.map(() => 0);
  const sorted = losses
    .map((_, index) => index)
    .sort((a, b) => lexically(losses[a] ?? [], losses[b] ?? []) || a - b);
  const same: number[][] = [];
  for (const index of sorted) {
    const last = same.at(-1);
    const isSame =
      last !== undefined && lexically(losses[last[0] as number] ?? [], losses[index] ?? []) === 0;
    if (isSame) last.push(index);
    else same.push([index]);
  }
  let rest = same;
  let rank = 0;
  for (; rest.length > 0 && same.length - rest.length < most; rank += 1) {
    const front = new Set(firstFront(rest.map(([first]) => losses[first as number] ?? [])));
    for (const at of front) for (const index of rest[at] ?? []) ranks[index] = rank;
    rest = rest.filter((_, at) => !front.has(at));
  }
  for (const index of rest.flat()) ranks[index] = rank;
  return ranks;
}

/** Indices of what nothing dominates, among different losses in lexical order: only earlier ones can dominate. */
function firstFront(sorted: readonly Losses[]): readonly number[] {
  const front: number[] = [];
  let least = Infinity;
  for (const [index, losses] of sorted.entries()) {
    if (losses.length === 2) {
      const second = losses[1] as number;
      if (index > 0 && second >= least) continue;
      least = second;
    } else if (front.some((other) => dominates(sorted[other] ?? [], losses))) continue;
    front.push(index);
  }
  return front;
}
