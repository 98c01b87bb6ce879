/** Trials that count fully, however many there are. */
const RECENT = 25;

/**
 * How much each of `count` trials counts, oldest first: all the same while they are few, later rising evenly from 1 / count to 1, which the
 * newest 25 have (Optuna's default weights).
 */
export function trialWeight(index: number, count: number): number {
  const older = count - RECENT;
  if (count < RECENT || index >= older) return 1;
  if (older === 1) return 1 / count;
  return 1 / count + ((1 - 1 / count) * index) / (older - 1);
}
