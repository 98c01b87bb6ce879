import { logNdtr, logNormalDensity } from '../../../stats/log-ndtr.ts';

/** Beyond it the asymptotic series of Mills' ratio has more digits than are left of a difference. */
const FAR = -100;
/** From here on nothing is left of the density beside `z` itself. */
const SURE = 30;

/**
 * How much a normal value with this mean and deviation is expected to lie below `best`: `σ (φ(z) + z Φ(z))` with `z = (best - mean) / σ`.
 *
 * @returns its logarithm, which tells hopeless points from each other, too.
 */
export function logExpectedImprovement(best: number, mean: number, deviation: number): number {
  const z = (best - mean) / deviation;
  if (z > SURE) return Math.log(best - mean);
  const density = logNormalDensity(z);
  const beside = z > FAR ? Math.log1p(z * Math.exp(logNdtr(z) - density)) : logTail(1 / (z * z));
  return Math.log(deviation) + density + beside;
}

/** ln(1 + z Φ(z) / φ(z)) for z far below 0, by 1 / z². Abramowitz and Stegun 26.2.12. */
function logTail(q: number): number {
  return Math.log(q * (1 - q * (3 - q * (15 - q * 105))));
}
