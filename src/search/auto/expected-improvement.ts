import { ndtr } from '../../stats/log-ndtr.ts';

const LOG_ROOT_TWO_PI = 0.5 * Math.log(2 * Math.PI);
/** Below it the improvement is that of the tail, `φ(z) / z²`, since the difference of its two terms has lost its digits. */
const TAIL = -5;

/** @returns the logarithm of how much a normal value with this mean and deviation is expected to lie below `best`. */
export function logExpectedImprovement(best: number, mean: number, deviation: number): number {
  const z = (best - mean) / deviation;
  if (z <= TAIL) return Math.log(deviation) - 0.5 * z * z - LOG_ROOT_TWO_PI - 2 * Math.log(-z);
  return Math.log(deviation) + Math.log(Math.exp(-0.5 * z * z - LOG_ROOT_TWO_PI) + z * ndtr(z));
}
