import { multiply, scale } from '../units/arithmetic.ts';
import { DIMENSIONS } from '../units/dimensions.ts';
import { bounded, type Estimate, exact, UNKNOWN } from '../units/estimate.ts';
import type { Sourced } from '../units/sourced.ts';
import { fromSourced } from '../units/sourced-estimate.ts';

/** Joules to kilowatt hours. */
export const KWH_PER_J = 1 / DIMENSIONS.energy.units.kWh;

/** Energy at the wall to energy of the facility: wall × PUE. Unknown where the PUE is. */
export function facilityEnergy(wall: Estimate, pue: Sourced | undefined): Estimate {
  return pue === undefined ? UNKNOWN : multiply(wall, fromSourced(pue));
}

/** Energy at the wall (J) to operational carbon (g CO2e): wall × PUE × intensity. */
export function operationalCarbon(
  wall: Estimate,
  pue: Sourced | undefined,
  intensity: Sourced | undefined,
): Estimate {
  if (intensity === undefined) return UNKNOWN;
  return multiply(scale(facilityEnergy(wall, pue), KWH_PER_J), fromSourced(intensity));
}

/** Energy at the wall (J) to the money that it costs: wall × PUE × price, for the meter of the building counts what is paid. */
export function electricityCost(wall: Estimate, pue: Sourced | undefined, price: Sourced): Estimate {
  return multiply(scale(facilityEnergy(wall, pue), KWH_PER_J), fromSourced(price));
}

/**
 * Energy at the wall (J) to the water of the site, L: wall × WUE. The Green Grid (white paper 35, 2011) divides a site's water by the energy of its
 * IT equipment, so no PUE comes in.
 */
export function waterUsed(wall: Estimate, wue: Sourced): Estimate {
  return multiply(scale(wall, KWH_PER_J), fromSourced(wue));
}

/**
 * A run's part of the carbon that making the machine took, g CO2e: total × duration / lifetime × idle share.
 *
 * @param idleShare the run's part of the machine's idle energy, low and high; zero for a nested run.
 */
export function embodiedCarbon(
  embodied: { readonly total: Sourced; readonly lifetimeS: number } | undefined,
  durationS: number,
  idleShare: readonly [low: number, high: number],
): Estimate {
  if (embodied === undefined) return UNKNOWN;
  const [low, high] = idleShare;
  const share = low === high ? exact(low) : bounded(low, high);
  return multiply(scale(fromSourced(embodied.total), durationS / embodied.lifetimeS), share);
}
