/** Places of a slider. */
export const STEPS = 200;

/** The energy at a place: equal steps are equal factors, from the least to the most that is there. */
export function energyAt(step: number, [least, most]: readonly [number, number]): number {
  return least * (most / least) ** (step / STEPS);
}

/** The place of an energy; beyond the ends it is the end. */
export function stepOfEnergy(energy: number, [least, most]: readonly [number, number]): number {
  if (!(energy > least)) return 0;
  if (energy >= most) return STEPS;
  return Math.round((Math.log(energy / least) / Math.log(most / least)) * STEPS);
}
