import type { Problem } from '../errors.ts';
import { extraTables } from '../host/extra-data.io.ts';
import type { Host } from '../host/host.ts';
import { packageText } from '../host/package-data.io.ts';
import { textTable } from '../host/table-text.ts';
import type { Match } from '../units/match.ts';
import { buildPlaces } from './build-places.ts';
import type { GridPlace } from './grid-place.ts';
import { intensitySpread, intensityTable } from './intensity.io.ts';
import type { SourcedIntensity } from './intensity.ts';
import { matchPlace as matchIn } from './match-place.ts';
import { isOwnZones, ownPlaces, type OwnPlaces, type OwnZones, withOwnPlaces } from './own-zones.ts';
import { partTables } from './part-tables.io.ts';
import { type PlaceIndex, placeIndex, type PlaceNames } from './place-index.ts';
import { intensityOfPlace, type PlaceIntensityOptions } from './place-intensity.ts';
import { cloudRows, pairs } from './place-tables.ts';

/** Where a user or a project adds places: `data/grid/zones.csv`. */
const OWN_TABLE = 'grid/zones.csv';

interface Shipped {
  readonly places: readonly GridPlace[];
  readonly names: PlaceNames;
  readonly index: PlaceIndex;
}

let shipped: Shipped | undefined;

interface OfHost {
  readonly own: OwnPlaces;
  readonly index: PlaceIndex;
}

const ofHosts = new WeakMap<Host, OfHost>();

/**
 * The place that a text means, in the shipped tables and those of the user and the project.
 *
 * @example
 * matchPlace(host, 'California') // { kind: 'found', value: { id: 'US-CA', … }, how: 'name' }
 */
export function matchPlace(host: Host, text: string): Match<GridPlace> {
  return matchIn(placesOf(host).index, text);
}

/** Every place: own ones first, then countries, aggregates, states, zones and the regions of clouds. */
export function allPlaces(host: Host): readonly GridPlace[] {
  return placesOf(host).index.places;
}

/** Rows of own tables that are not understood. */
export function placeProblems(host: Host): readonly Problem[] {
  return placesOf(host).own.problems;
}

/** The yearly intensity of a place for a run of some length, g/kWh, with why it is this figure where that is not plain. */
export function placeIntensity(place: GridPlace, options: PlaceIntensityOptions = {}): SourcedIntensity {
  return intensityOfPlace(place, intensitySpread(), options);
}

const filesOf = new WeakMap<Host, readonly OwnZones[]>();

/** Files of the user and the project that add places. */
export function ownZoneFiles(host: Host): readonly OwnZones[] {
  const known = filesOf.get(host);
  if (known !== undefined) return known;
  const files = extraTables(host, OWN_TABLE)
    .map(({ path, text }) => ({ path, table: textTable(text) }))
    .filter(({ table }) => isOwnZones(table));
  filesOf.set(host, files);
  return files;
}

function placesOf(host: Host): OfHost {
  const known = ofHosts.get(host);
  if (known !== undefined) return known;
  const tables = shippedPlaces();
  const own = ownPlaces(ownZoneFiles(host));
  const made = { own, index: own.places.length === 0 ? tables.index : withOwn(tables, own) };
  ofHosts.set(host, made);
  return made;
}

function withOwn({ places, names }: Shipped, own: OwnPlaces): PlaceIndex {
  const aliases = new Map([...own.aliases, ...names.aliases]);
  return placeIndex(withOwnPlaces(places, own.places), { ...names, aliases });
}

function shippedPlaces(): Shipped {
  if (shipped !== undefined) return shipped;
  const intensity = intensityTable();
  const clouds = cloudRows(packageText('data/grid/cloud_regions.csv'));
  const places = buildPlaces({
    ...partTables(),
    intensity,
    clouds,
    continents: pairs(packageText('data/grid/continents.csv')),
    margins: pairs(packageText('data/unfccc-ifi/operating_margin.csv')),
  });
  const names: PlaceNames = {
    clouds,
    iso2: new Map(intensity.zones.map(({ zone, iso2 }) => [zone, iso2])),
    aliases: new Map([
      ...pairs(packageText('data/grid/country_aliases.csv')),
      ...pairs(packageText('data/grid/place_aliases.csv')),
    ]),
  };
  shipped = { places, names, index: placeIndex(places, names) };
  return shipped;
}
