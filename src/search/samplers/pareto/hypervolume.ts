import { dominates, type Losses, lexically } from './non-domination.ts';

/**
 * Volume of what `points` dominate up to `reference`, by the exclusive volumes of one point after another (the WFG algorithm of L. While,
 * L. Bradstreet & L. Barone, 2012).
 */
export function hypervolume(points: readonly Losses[], reference: Losses): number {
  const inside = points.filter((point) => point.every((value, k) => value < (reference[k] as number)));
  const front = frontOf(inside);
  return reference.length === 2 ? area(front, reference) : volume(front, reference);
}

/** Volume of the box between a point and the reference. */
export function boxVolume(point: Losses, reference: Losses): number {
  return point.reduce((product, value, k) => product * ((reference[k] as number) - value), 1);
}

/** What of `others` lies inside the box of a point. */
export function cutTo(point: Losses, others: readonly Losses[]): readonly Losses[] {
  return others.map((other) => other.map((value, k) => Math.max(value, point[k] as number)));
}

function volume(front: readonly Losses[], reference: Losses): number {
  return front.reduce(
    (sum, point, index) =>
      sum + boxVolume(point, reference) - hypervolume(cutTo(point, front.slice(index + 1)), reference),
    0,
  );
}

function area(front: readonly Losses[], [right = 0, top = 0]: Losses): number {
  let sum = 0;
  let ceiling = top;
  for (const [x = 0, y = 0] of front) {
    sum += (right - x) * (ceiling - y);
    ceiling = y;
  }
  return sum;
}

/** What no other point dominates, each once, in lexical order. */
function frontOf(points: readonly Losses[]): readonly Losses[] {
  const sorted = [...points].sort(lexically);
  const front: Losses[] = [];
  for (const point of sorted) {
    if (!front.some((other) => dominates(other, point) || lexically(other, point) === 0)) front.push(point);
  }
  return front;
}
