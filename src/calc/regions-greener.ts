import type { GridPlace } from '../grid/grid-place.ts';
import type { Estimate } from '../units/estimate.ts';
import { type ElsewhereOptions, emissionsElsewhere, type PlaceEmissions } from './regions.ts';

/** How many greener places are offered. */
const MOST = 3;

/**
 * Places where the same energy would emit less, the most saved first. From a cloud's region: other regions of the same provider, on the
 * same continent first (what is stored there need not cross an ocean). From any other place: the countries and states of its continent,
 * then the cleanest of the world. Only places that can be compared on the same accounting, one for each grid.
 *
 * @param energyKwh kWh, with its error
 */
export function greenerPlaces(
  energyKwh: Estimate,
  here: GridPlace,
  places: readonly GridPlace[],
  options: Omit<ElsewhereOptions, 'here'> & { readonly limit?: number },
): readonly PlaceEmissions[] {
  const { limit = MOST, ...rest } = options;
  const offered = places.filter((place) => isOffered(place, here));
  const greener = emissionsElsewhere(energyKwh, offered, { ...rest, here })
    .filter(({ versusHere }) => versusHere !== undefined && versusHere.ratio < 1)
    .toSorted((a, b) => (a.versusHere?.ratio ?? 1) - (b.versusHere?.ratio ?? 1));
  const isNear = ({ place }: PlaceEmissions): boolean =>
    place.continent !== undefined && place.continent === here.continent;
  const near = onePerGrid(greener.filter(isNear)).slice(0, limit);
  const far = onePerGrid(greener.filter((row) => !isNear(row))).slice(0, near.length === 0 ? limit : 1);
  return [...near, ...far];
}

/** Regions that only some may use stand under such names: `AWS GovCloud (US-West)`, `US DoD East`, `EU Sovereign Central`, `China North`. */
const APART = /\b(?:gov|dod|sovereign)|^china/i;

/** What sets a region apart from the provider's others; empty where it is open to all. */
function partitionOf({ name, country }: GridPlace): string {
  const word = APART.exec(name)?.[0];
  return word === undefined ? '' : `${word.toLowerCase()} ${country}`;
}

/** Another region of the same provider that the same people may use; for what is no cloud, a country or a state of another country or of this one. */
function isOffered(place: GridPlace, here: GridPlace): boolean {
  if (place.id === here.id) return false;
  if (here.cloud !== undefined)
    return place.cloud?.provider === here.cloud.provider && partitionOf(place) === partitionOf(here);
  return place.kind === 'country' || (place.kind === 'state' && place.country === here.country);
}

function onePerGrid(rows: readonly PlaceEmissions[]): PlaceEmissions[] {
  const seen = new Set<string>();
  return rows.filter(({ intensity }) => {
    if (seen.has(intensity.id)) return false;
    seen.add(intensity.id);
    return true;
  });
}
