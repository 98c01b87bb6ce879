/** Half a place and a bit, so that the best one is not infinitely good. */
const OFFSET = 0.7;
/** Brings the spread of the scores to about 1. */
const SCALE = 0.8;

/**
 * What the surrogate learns of the trial at a place from 0 of `size`: the logarithm of its rank. It spreads the best ones far apart and
 * presses the many bad ones together, where a model should not spend itself on telling them from each other.
 */
export function rankScore(place: number, size: number): number {
  return SCALE * Math.log((place + OFFSET) / size);
}
