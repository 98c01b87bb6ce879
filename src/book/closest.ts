import { editDistance } from '../units/edit-distance.ts';

/** The candidate that was probably meant, for "did you mean …?"; undefined where none is near.
 *
 * @example
 * closest('enrgy', ['energy', 'start']) // 'energy'
 */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}
