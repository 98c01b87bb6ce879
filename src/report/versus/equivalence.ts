import { interval, type Estimate } from '../../units/estimate.ts';
import { J_PER_KWH } from '../../units/j-per-kwh.ts';

/** Something that takes a known amount of electricity or of CO2e. */
export interface Equivalence {
  readonly id: string;
  readonly basis: 'energy' | 'carbon';
  /** kWh or g CO2e for one, and between which ends published figures lie. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** What one and several are called. */
  readonly one: string;
  readonly many: string;
  /** ISO 3166 alpha-3 code of the country that it is told in; elsewhere it means nothing. */
  readonly region?: string;
}

/** So many of something. */
export interface Equal {
  readonly id: string;
  readonly count: number;
  readonly low: number;
  readonly high: number;
  readonly what: string;
}

/** What is compared. */
export interface Compared {
  /** At the wall, J. */
  readonly energy: Estimate;
  /** Operational, g CO2e. */
  readonly carbon: Estimate;
  /** ISO 3166 alpha-3 code of the country of the electricity, where known. */
  readonly country: string | undefined;
}

/** Below this nothing is compared: 10 Wh and 10 g. Such figures would only be odd. */
export const LEAST_J = 36_000;
/** As {@link LEAST_J}, g. */
export const LEAST_G = 10;
/** A handful is understood best. */
const HANDFUL = 5;

/**
 * What an amount equals, the one whose count is nearest to a handful and at least one; of electricity, and only where that is not known of CO2e. Undefined
 * below 10 Wh or 10 g, and where nothing is that small.
 */
export function equalTo(
  { energy, carbon, country }: Compared,
  rows: readonly Equivalence[],
): Equal | undefined {
  const inReach = rows.filter(({ region }) => region === undefined || region === country);
  const of = (basis: Equivalence['basis']): readonly Equivalence[] =>
    inReach.filter((row) => row.basis === basis);
  if (energy.value !== null && energy.value >= LEAST_J) return nearest(energy, of('energy'), J_PER_KWH);
  if (energy.value === null && carbon.value !== null && carbon.value >= LEAST_G)
    return nearest(carbon, of('carbon'), 1);
  return undefined;
}

function nearest(amount: Estimate, rows: readonly Equivalence[], factor: number): Equal | undefined {
  const value = amount.value ?? 0;
  const { low, high } = interval(amount);
  const off = ({ count }: Equal): number => Math.abs(Math.log(count / HANDFUL));
  return rows
    .map((row): Equal => {
      const count = value / (row.value * factor);
      return {
        id: row.id,
        count,
        low: (low ?? value) / (row.high * factor),
        high: (high ?? value) / (row.low * factor),
        what: count < 1.05 ? row.one : row.many,
      };
    })
    .filter(({ count }) => count >= 1)
    .sort((a, b) => off(a) - off(b))[0];
}
