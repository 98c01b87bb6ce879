import { logNdtr, logNormalDensity } from '../../../stats/log-ndtr.ts';

/** Below it only the first term of the asymptotic series is left of a difference that has lost its digits. */
const FAR = -1e5;

/**
 * How much a normal value with this mean and deviation is expected to lie below `best`: `σ (φ(z) + z Φ(z))` with `z = (best - mean) / σ`.
 *
 * @returns its logarithm, which tells hopeless points from each other, too.
 */
export function logExpectedImprovement(best: number, mean: number, deviation: number): number {
  const z = (best - mean) / deviation;
  const density = logNormalDensity(z);
  const beside = z > FAR ? Math.log1p(z * Math.exp(logNdtr(z) - density)) : -2 * Math.log(-z);
  return Math.log(deviation) + density + beside;
}
