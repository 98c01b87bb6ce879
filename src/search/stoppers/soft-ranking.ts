import { quantile } from '../../stats/quantile.ts';
import type { Trial } from '../study/trial.ts';

/**
 * Whether two rankings of the same trials agree when losses that are no more than `epsilon` apart count as equal: at each place of the later one
 * stands a trial whose earlier loss is that of the trial that stood there, within `epsilon`.
 *
 * @param losses of each trial, [earlier, later]
 */
export function isSameSoftRanking(losses: readonly (readonly [number, number])[], epsilon: number): boolean {
  const earlier = losses.map(([before]) => before).sort((a, b) => a - b);
  const later = [...losses].sort((a, b) => a[1] - b[1] || a[0] - b[0]);
  return later.every(
    ([before], at) => before === earlier[at] || Math.abs(before - (earlier[at] as number)) <= epsilon,
  );
}

/** Pairs are taken among so many of the best trials: their number grows with its square. */
const MOST_COMPARED = 40;

/**
 * How far apart losses can be and mean nothing: of pairs of trials whose curves cross and cross back, the 90th percentile of how far apart they
 * are at the last resource they share. After PASHA (Bohdal et al., ICLR 2023).
 *
 * @returns 0 where no two curves cross twice.
 */
export function crossingNoise(trials: readonly Trial[]): number {
  const compared = trials.slice(0, MOST_COMPARED);
  const apart: number[] = [];
  for (const [at, one] of compared.entries()) {
    for (const other of compared.slice(at + 1)) {
      const distance = distanceIfCrossed(one, other);
      if (distance !== undefined) apart.push(distance);
    }
  }
  return apart.length === 0
    ? 0
    : quantile(
        apart.sort((a, b) => a - b),
        0.9,
      );
}

function distanceIfCrossed(one: Trial, other: Trial): number | undefined {
  let crossings = 0;
  let side = 0;
  let distance: number | undefined;
  let at = 0;
  for (const { resource, losses } of one.reports) {
    while ((other.reports[at]?.resource ?? Infinity) < resource) at += 1;
    const there = other.reports[at];
    if (there?.resource !== resource) continue;
    const difference = (losses[0] ?? Number.NaN) - (there.losses[0] ?? Number.NaN);
    if (!Number.isFinite(difference)) continue;
    if (difference * side < 0) crossings += 1;
    if (difference !== 0) side = Math.sign(difference);
    distance = Math.abs(difference);
  }
  return crossings >= 2 ? distance : undefined;
}
