import { boxVolume, cutTo, hypervolume } from './hypervolume.ts';
import { type Losses, lexically } from './non-domination.ts';

/**
 * Chooses `count` of some losses whose hypervolume is large, one after another by what each adds: within 1 - 1/e of the best (A. P.
 * Guerreiro, C. M. Fonseca & L. Paquete, "Greedy hypervolume subset selection in low dimensions", 2016). Of equal losses the first counts;
 * the others fill up what is left.
 *
 * @returns indices.
 */
export function widestSubset(losses: readonly Losses[], count: number): readonly number[] {
  if (count >= losses.length) return losses.map((_, index) => index);
  const sorted = losses
    .map((_, index) => index)
    .sort((a, b) => lexically(losses[a] ?? [], losses[b] ?? []) || a - b);
  const unique = sorted.filter(
    (index, at) => at === 0 || lexically(losses[sorted[at - 1] as number] ?? [], losses[index] ?? []) !== 0,
  );
  if (unique.length < count) {
    const taken = new Set(unique);
    const doubles = losses.map((_, index) => index).filter((index) => !taken.has(index));
    return [...unique, ...doubles.slice(0, count - unique.length)].sort((a, b) => a - b);
  }
  const reference = referencePoint(losses);
  if (unique.length === count || !reference.every(Number.isFinite)) return unique.slice(0, count);
  return greedy(
    unique.map((index) => losses[index] ?? []),
    count,
    reference,
  ).map((at) => unique[at] as number);
}

/** A point that is worse than all: by a tenth of the worst value of each objective. */
function referencePoint(losses: readonly Losses[]): Losses {
  const [first = []] = losses;
  return first.map((_, k) => {
    const worst = losses.reduce((most, own) => Math.max(most, own[k] as number), -Infinity);
    // As Optuna has it: an objective whose worst value is 0 still needs some extent.
    return Math.max(1.1 * worst, 0.9 * worst) || 1e-12;
  });
}

/** What each point adds is less the more are chosen, so that an old value is a bound: most need not be computed again. */
function greedy(points: readonly Losses[], count: number, reference: Losses): readonly number[] {
  const bounds = points.map((point) => boxVolume(point, reference));
  const chosen: number[] = [];
  while (chosen.length < count) {
    const others = chosen.map((at) => points[at] ?? []);
    let best = -1;
    let most = -Infinity;
    for (const at of points
      .map((_, index) => index)
      .sort((a, b) => (bounds[b] as number) - (bounds[a] as number) || a - b)) {
      if (chosen.includes(at)) continue;
      if ((bounds[at] as number) < most) break;
      const point = points[at] ?? [];
      const added = boxVolume(point, reference) - hypervolume(cutTo(point, others), reference);
      bounds[at] = added;
      if (added > most || (added === most && at < best)) [most, best] = [added, at];
    }
    chosen.push(best);
  }
  return chosen;
}
