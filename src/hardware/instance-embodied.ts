import { Z90 } from '../units/estimate.ts';
import type { Embodied, EmbodiedTable } from './embodied.ts';
import type { CloudInstance } from './hardware-rows.ts';

/** Seconds of a mean Gregorian year. */
const YEAR_S = 365.2425 * 86_400;

/**
 * Embodied carbon of an instance's part of its host, g CO2e, within the same factor as that of a server; undefined where the table has none for
 * this type.
 */
export function embodiedOfInstance(
  { provider, type, embodiedKg, from }: CloudInstance,
  { factor, lifetimeYears }: Pick<EmbodiedTable, 'factor' | 'lifetimeYears'>,
): Embodied | undefined {
  if (embodiedKg === undefined) return undefined;
  const value = embodiedKg * 1000;
  return {
    known: true,
    lifetimeS: lifetimeYears * YEAR_S,
    total: {
      value,
      low: value / factor,
      high: value * factor,
      unit: 'g',
      errors: { 'embodied:instance': [(1 - 1 / factor) / Z90, (factor - 1) / Z90] },
      id: `embodied.instance.${provider}.${type}`,
      // The figure comes with the rows of Cloud Carbon Footprint, also where another source names the accelerators.
      source: 'Cloud Carbon Footprint, embodied emissions of cloud instances',
      year: from.year,
      licence: 'Apache-2.0',
      url: 'https://github.com/cloud-carbon-footprint/ccf-coefficients',
      grade: 'C',
      note: `the part of ${type} in its host, by threads and accelerators`,
    },
  };
}
