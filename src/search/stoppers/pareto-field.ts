import { dominates, type Losses } from '../samplers/pareto/non-domination.ts';

/** A trial in a {@link ParetoField}. */
export interface Entrant {
  readonly trial: number;
  readonly losses: Losses;
}

/**
 * Trials at a rung with several losses each, in fronts: the first holds those that no other dominates, the next those that only the first
 * dominates, and so on. One more trial finds its front by halving, since who is dominated by one of a front is dominated by one of each before.
 */
export class ParetoField {
  private fronts: Entrant[][] = [];
  private count = 0;
  /** Of each objective the least and the greatest finite loss. */
  private ranges: [number, number][] = [];

  get size(): number {
    return this.count;
  }

  add(entrant: Entrant): void {
    this.count += 1;
    for (const [k, loss] of entrant.losses.entries()) {
      const [low, high] = this.ranges[k] ?? [Infinity, -Infinity];
      this.ranges[k] = Number.isFinite(loss) ? [Math.min(low, loss), Math.max(high, loss)] : [low, high];
    }
    let displaced: readonly Entrant[] = [entrant];
    for (let at = this.frontOf(entrant.losses); displaced.length > 0; at += 1) {
      // Who is dominated by newcomers goes a front further, and so on; newcomers to a front do not dominate each other.
      const front = this.fronts[at] ?? [];
      const coming = displaced;
      displaced = front.filter(({ losses }) => coming.some((each) => dominates(each.losses, losses)));
      const gone = displaced;
      const staying = gone.length === 0 ? front : front.filter((each) => !gone.includes(each));
      staying.push(...coming);
      this.fronts[at] = staying;
    }
  }

  remove(trial: number): void {
    const rest = this.fronts.flat().filter((each) => each.trial !== trial);
    this.fronts = [];
    this.count = 0;
    this.ranges = [];
    for (const each of rest) this.add(each);
  }

  /**
   * @returns how many are better than a trial that is here: those of earlier fronts, and of its own those that matter more to the front. Which
   *   these are is looked at only where `keep` divides the front.
   */
  betterThan(entrant: Entrant, keep: number): number {
    const at = this.frontOf(entrant.losses);
    let before = 0;
    for (let k = 0; k < at; k += 1) before += this.fronts[k]?.length ?? 0;
    const front = this.fronts[at] ?? [];
    if (before >= keep || before + front.length <= keep) return before;
    return before + placeInFront(front, entrant.trial, this.ranges);
  }

  private frontOf(losses: Losses): number {
    let low = 0;
    let high = this.fronts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.fronts[middle]?.some((each) => dominates(each.losses, losses)) === true) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Scaled losses are at most 1; what counts lies between them and this, so that the ends of a front count, too. */
const REFERENCE = 1.1;

/**
 * @returns how many of a front matter more to it than one of them: with two objectives by the area that they alone dominate, with more by the order
 *   in which the furthest from those already taken is taken next, beginning with the best in the first objective (epsilon-net).
 */
function placeInFront(
  front: readonly Entrant[],
  trial: number,
  ranges: readonly (readonly [number, number])[],
): number {
  const points = front.map(({ trial, losses }) => ({
    trial,
    at: losses.map((loss, k) => {
      const [low = 0, high = 1] = ranges[k] ?? [];
      return Number.isFinite(loss) ? (high > low ? (loss - low) / (high - low) : 0) : 1;
    }),
  }));
  points.sort(
    (a, b) =>
      (a.at[0] as number) - (b.at[0] as number) ||
      (b.at[1] as number) - (a.at[1] as number) ||
      a.trial - b.trial,
  );
  if (ranges.length > 2) {
    const mine = points.find((each) => each.trial === trial)?.at ?? [];
    // Whoever is the same as one that was taken is taken with it.
    return netOrder(points.map(({ at }) => at)).findIndex((at) => at.every((loss, k) => loss === mine[k]));
  }
  const areas = points.map(({ trial, at: [x = 0, y = 0] }, k) => {
    const right = points[k + 1]?.at[0] ?? REFERENCE;
    const above = points[k - 1]?.at[1] ?? REFERENCE;
    return { trial, area: (right - x) * (above - y) };
  });
  const mine = areas.find((each) => each.trial === trial)?.area ?? 0;
  return areas.filter(({ area }) => area > mine).length;
}

/** @returns the points, beginning with the first one, each next one the furthest from those before. */
function netOrder(points: readonly Losses[]): readonly Losses[] {
  const order: Losses[] = [];
  const distance = points.map(() => Infinity);
  for (let next = 0; order.length < points.length; ) {
    const taken = points[next] as Losses;
    order.push(taken);
    for (const [k, at] of points.entries()) {
      const apart = at.reduce((sum, x, i) => sum + (x - (taken[i] as number)) ** 2, 0);
      distance[k] = Math.min(distance[k] as number, apart);
    }
    distance[next] = -1;
    next = distance.reduce((best, each, k) => (each > (distance[best] as number) ? k : best), 0);
  }
  return order;
}
