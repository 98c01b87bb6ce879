import { normalQuantile } from '../../stats/normal.ts';
import { studentTCdf } from '../../stats/student-t.ts';

/** A training that was seen to its end: losses at the check points, and the last one. */
export interface SeenCurve {
  readonly at: readonly number[];
  readonly final: number;
}

/** How far-fetched it is that a trial ends as the best one. */
export interface Comeback {
  /** Of `good` trials (itself included) so many came back from as far behind, as a share: the conformal p-value. */
  readonly share: number;
  readonly good: number;
  /** The final loss that is predicted, from the last check point. */
  readonly heading: number;
}

/**
 * Supposes that a trial ends with the best loss so far, and asks how odd that would be beside trials that were seen to their end. At each check
 * point the final loss is predicted from the loss there, by ridge regression without the trial itself; how much better it ended than predicted, in
 * units of the usual error, is how far it came back; the furthest over the check points counts. As the supposed trial is treated as all others, its
 * place among them is uniform if the supposition is true (full conformal prediction, Vovk et al. 2005): that few came back as far has no more than
 * that probability, whatever the curves are like.
 *
 * Losses are centred and scaled by median and median deviation and cut at {@link CUT}: diverged and absurd ones do not move the rest.
 *
 * @param seen at least three
 * @param now losses of the trial at the check points that it has passed, at least one
 * @param best the loss that it would end with
 * @param fewest so many of the best ones are compared with at least; else the better half
 * @param tail where a final loss as good as the best is more probable than this under Student's distribution around the prediction, the others are not
 *   looked at
 * @returns undefined where it is
 */
export function comeback(
  seen: readonly SeenCurve[],
  now: readonly number[],
  best: number,
  fewest: number,
  tail: number,
): Comeback | undefined {
  const count = seen.length;
  const finals = new Float64Array(count + 1);
  for (const [i, { final }] of seen.entries()) finals[i] = final;
  finals[count] = best;
  const ends = scaled(finals);
  const furthest = new Float64Array(count + 1).fill(-Infinity);
  let beyond = -Infinity;
  let heading = Number.NaN;
  const checks = seen[0]?.at.length ?? 0;
  for (let check = 0; check < checks; check += 1) {
    // Later check points are known of the others only: they come back from there, too.
    const rows = check < now.length ? count + 1 : count;
    const losses = new Float64Array(rows);
    for (const [i, { at }] of seen.entries()) losses[i] = at[check] ?? Number.NaN;
    if (rows > count) losses[count] = now[check] as number;
    const gains = gainsWithoutItself(scaled(losses).values, ends.values);
    const usual = rootMeanSquare(gains, rows) || 1;
    for (let i = 0; i < rows; i += 1)
      furthest[i] = Math.max(furthest[i] as number, (gains[i] as number) / usual);
    if (rows === count) continue;
    const gain = gains[count] as number;
    beyond = Math.max(beyond, gain / (rootMeanSquare(gains, count) || Number.MIN_VALUE));
    heading = ends.centre + ends.scale * ((ends.values[count] as number) + gain);
    if (check === now.length - 1 && probability(beyond, count) > tail) return undefined;
  }
  const good = Math.min(count + 1, Math.max(fewest, Math.ceil((count + 1) / 2)));
  const byEnd = Array.from(finals.keys()).sort(
    (a, b) => (finals[a] as number) - (finals[b] as number) || b - a,
  );
  const rank = byEnd.slice(0, good);
  const asFar = rank.filter((i) => (furthest[i] as number) >= (furthest[count] as number)).length;
  const share = rank.includes(count) ? asFar / good : 1;
  return { share, good, heading };
}

function probability(beyond: number, count: number): number {
  return Number.isFinite(beyond) ? studentTCdf(-beyond, Math.min(count - 2, MOST_FREEDOM)) : 1;
}

/**
 * Errors of predictions have heavier tails than normal ones however many ends were seen (good and bad trainings are not equally hard to foretell):
 * Student's distribution with no more degrees of freedom than this, which the smallest number of ends has about.
 */
const MOST_FREEDOM = 8;
/** Scaled losses beyond are cut to it. */
const CUT = 3;
/** Weight of the ridge: the slope of one more trial of unit spread that says it is 0. */
const RIDGE = 1;
/** The median deviation of normally spread numbers times this is their standard deviation. */
const NORMAL = 1 / normalQuantile(0.75);

interface Scaled {
  readonly values: Float64Array;
  readonly centre: number;
  readonly scale: number;
}

function scaled(losses: Float64Array): Scaled {
  const finite = losses.filter((loss) => Number.isFinite(loss));
  const centre = medianOf(finite);
  const scale = NORMAL * medianOf(finite.map((loss) => Math.abs(loss - centre)));
  const cut = (loss: number): number => {
    if (!Number.isFinite(loss)) return CUT;
    if (scale === 0) return loss === centre ? 0 : Math.sign(loss - centre) * CUT;
    return Math.min(CUT, Math.max(-CUT, (loss - centre) / scale));
  };
  return { values: losses.map(cut), centre, scale };
}

function medianOf(values: Float64Array): number {
  if (values.length === 0) return 0;
  const sorted = values.toSorted();
  const middle = sorted.length >>> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

/** @returns by how much each y is smaller than the line through all others predicts from its x: a residual divided by 1 − its leverage. */
function gainsWithoutItself(x: Float64Array, y: Float64Array): Float64Array {
  let [sumX, sumXX, sumY, sumXY] = [0, RIDGE, 0, 0];
  for (const [i, each] of x.entries()) {
    sumX += each;
    sumXX += each * each;
    sumY += y[i] as number;
    sumXY += each * (y[i] as number);
  }
  const determinant = x.length * sumXX - sumX * sumX;
  const base = (sumXX * sumY - sumX * sumXY) / determinant;
  const slope = (x.length * sumXY - sumX * sumY) / determinant;
  return x.map((each, i) => {
    const leverage = (sumXX - 2 * sumX * each + x.length * each * each) / determinant;
    return (base + slope * each - (y[i] as number)) / (1 - leverage);
  });
}

function rootMeanSquare(values: Float64Array, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i += 1) sum += (values[i] as number) ** 2;
  return Math.sqrt(sum / count);
}
