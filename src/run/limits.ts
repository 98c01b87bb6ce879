/** What a run may cost at most. */
export interface Limits {
  /** Attributed (or machine, by scope) energy at the wall, J. */
  readonly energyJ?: number;
  /** Operational carbon, g CO2e. */
  readonly co2G?: number;
  readonly durationS?: number;
}

/** What a run has cost until now. */
export interface Spent {
  readonly energyJ: number;
  /** Null where the intensity is unknown. */
  readonly co2G: number | null;
  readonly durationS: number;
}

export type LimitName = 'max-energy' | 'max-co2' | 'max-time';

/** The first limit that is passed, if any. */
export function passedLimit(limits: Limits, spent: Spent): LimitName | undefined {
  if (limits.energyJ !== undefined && spent.energyJ > limits.energyJ) return 'max-energy';
  if (limits.co2G !== undefined && spent.co2G !== null && spent.co2G > limits.co2G) return 'max-co2';
  if (limits.durationS !== undefined && spent.durationS >= limits.durationS) return 'max-time';
  return undefined;
}
