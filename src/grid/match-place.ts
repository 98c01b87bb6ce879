import { regionOfZone } from '../hardware/cloud-place.ts';
import type { Match } from '../units/match.ts';
import { isLargeProvider, providerName, providerOf, providerRank } from './cloud-names.ts';
import { foldName } from './fold-name.ts';
import type { GridPlace } from './grid-place.ts';
import { nearestPlaces, nearestRegions } from './nearest-places.ts';
import type { PlaceIndex } from './place-index.ts';

type Found = Match<GridPlace> | undefined;

/** No name of a place is longer; a text that is costs more than it can mean. */
const LONGEST = 120;

/**
 * The place that a text means: a code (ISO 3166, a zone of Electricity Maps, `provider:region`), the bare id of a cloud's region, a name,
 * a city in which a cloud has a region. Codes win over names, and say so where the code means something else to others. What could be
 * several places with different electricity is ambiguous; what is no place is unknown, and never another country.
 */
export function matchPlace(index: PlaceIndex, text: string): Match<GridPlace> {
  const asked = text.trim();
  if (asked === '' || asked.length > LONGEST) return { kind: 'unknown', nearest: [] };
  return (
    byCode(index, asked) ??
    inCloud(index, asked) ??
    byName(index, asked) ??
    byRegion(index, asked) ??
    byShownName(index, asked) ??
    byCity(index, asked) ??
    qualified(index, asked) ?? { kind: 'unknown', nearest: nearestPlaces(index, asked) }
  );
}

function byCode(index: PlaceIndex, asked: string): Found {
  const code = asked.toUpperCase();
  const value = index.byCode.get(code);
  if (value === undefined) return undefined;
  const how = value.id.toUpperCase() === code ? 'name' : 'alias';
  const others = [
    index.byCode.get(`US-${code}`),
    ...(value.cloud === undefined ? (index.byRegion.get(asked.toLowerCase()) ?? []) : []),
  ].filter((place) => place !== undefined && place.country !== value.country);
  if (others.length === 0 || code.includes('-')) return { kind: 'found', value, how };
  const list = others.map((place) => (place === undefined ? '' : `${place.id} is ${whereOf(place)}`));
  return {
    kind: 'found',
    value,
    how,
    note: `${asked} is read as the country code of ${value.name}; ${list.join(', ')}`,
  };
}

/** `aws:eu-west-1`, `gcp/europe-west1`, `Azure West Europe`: the provider said. */
function inCloud(index: PlaceIndex, asked: string): Found {
  const [, first = '', rest = ''] = /^([a-z][a-z0-9]*)\s*[:/ ]\s*(.+)$/i.exec(asked) ?? [];
  const provider = providerOf(first);
  if (provider === undefined || rest === '') return undefined;
  const region = regionOfZone(rest);
  const coded =
    index.byCode.get(`${provider}:${rest}`.toUpperCase()) ??
    index.byCode.get(`${provider}:${region}`.toUpperCase());
  if (coded !== undefined) return { kind: 'found', value: coded, how: 'alias' };
  const name = foldName(rest);
  const named = [index.byShownName.get(name), index.byCity.get(name)]
    .map((places) => places?.filter(({ cloud }) => cloud?.provider === provider) ?? [])
    .find((places) => places.length > 0);
  return oneOf(named ?? [], 'alias') ?? { kind: 'unknown', nearest: nearestRegions(index, region, provider) };
}

/** The id of a region without its provider. */
function byRegion(index: PlaceIndex, asked: string): Found {
  const lower = asked.toLowerCase();
  const places = index.byRegion.get(lower) ?? index.byRegion.get(regionOfZone(lower)) ?? [];
  const [first, ...rest] = [...places].sort((a, b) => rankOf(a) - rankOf(b));
  if (first === undefined) return undefined;
  const read = `${asked} is read as the region of ${providerName(first.cloud?.provider ?? '')}`;
  if (rest.length === 0) return { kind: 'found', value: first, how: 'alias', note: read };
  const others = rest.map((place) => `${place.id} in ${whereOf(place)}`).join(', ');
  const isPlain = isLargeProvider(first.cloud?.provider ?? '') || sameFigures([first, ...rest]);
  if (isPlain)
    return { kind: 'found', value: first, how: 'family', note: `${read}; it could also be ${others}` };
  return oneOf([first, ...rest], 'alias');
}

function byName(index: PlaceIndex, asked: string): Found {
  const name = foldName(asked);
  const places = index.byName.get(name) ?? [];
  return oneOf(places, places[0] !== undefined && foldName(places[0].name) === name ? 'name' : 'alias');
}

/** The name that a provider shows in its console: `Europe (Ireland)`. Names that are cities are the city's. */
function byShownName(index: PlaceIndex, asked: string): Found {
  const name = foldName(asked);
  const found = index.byCity.has(name) ? undefined : oneOf(index.byShownName.get(name) ?? [], 'alias');
  if (found?.kind !== 'found') return found;
  const provider = providerName(found.value.cloud?.provider ?? '');
  return { ...found, note: `${asked} is read as what ${provider} calls ${found.value.id}` };
}

/** A city is only known by the clouds that stand in it: its electricity is that of the place where they do. */
function byCity(index: PlaceIndex, asked: string): Found {
  const clouds = index.byCity.get(foldName(asked)) ?? [];
  return atCity(index, clouds, asked);
}

function atCity(index: PlaceIndex, clouds: readonly GridPlace[], asked: string): Found {
  const homes = [...new Set(clouds.map((cloud) => homeOf(index, cloud)))];
  const found = oneOf(homes, 'family');
  if (found?.kind !== 'found') return found;
  const ids = clouds.slice(0, MOST_NAMED).map(({ id }) => id);
  const more = clouds.length > MOST_NAMED ? ` and ${clouds.length - MOST_NAMED} more` : '';
  const note = `${asked} is known as the city of ${ids.join(', ')}${more}; the figure is that of ${whereOf(found.value)}`;
  return { ...found, note };
}

const MOST_NAMED = 3;

/** `Paris, France`, `Georgia (US)`: a name within a country or a state. */
function qualified(index: PlaceIndex, asked: string): Found {
  const [, head = '', tail = ''] = /^(.+?)\s*[,(]\s*([^,()]+?)\s*\)?$/.exec(asked) ?? [];
  if (head === '') return undefined;
  const around = matchPlace(index, tail);
  const outer: GridPlace[] =
    around.kind === 'found' ? [around.value] : around.kind === 'ambiguous' ? [...around.candidates] : [];
  // In `Georgia, GA` or `Boydton, VA` the code is that of a state, whatever country has it too.
  const state = index.byCode.get(`US-${tail.toUpperCase()}`);
  if (state !== undefined) outer.push(state);
  const isInside = (place: GridPlace): boolean =>
    outer.some(({ kind, id, country }) => (kind === 'country' ? country === place.country : isOf(place, id)));
  const named = (index.byName.get(foldName(head)) ?? []).filter(isInside);
  if (named.length > 0) return oneOf(named, 'alias');
  const clouds = (index.byCity.get(foldName(head)) ?? []).filter(isInside);
  if (clouds.length > 0) return atCity(index, clouds, asked);
  return outer.length === 0 ? undefined : { kind: 'unknown', nearest: outer };
}

function isOf(place: GridPlace, id: string): boolean {
  return place.id === id || place.figures.some(({ of }) => of?.zone === id);
}

/** The place whose electricity a cloud's region has. */
function homeOf(index: PlaceIndex, cloud: GridPlace): GridPlace {
  const zone = cloud.figures[0].of?.zone;
  return (zone === undefined ? undefined : index.byCode.get(zone.toUpperCase())) ?? cloud;
}

function oneOf(places: readonly GridPlace[], how: 'name' | 'alias' | 'family'): Found {
  const [first, second, ...rest] = places;
  if (first === undefined) return undefined;
  if (second === undefined || sameFigures(places)) return { kind: 'found', value: first, how };
  return { kind: 'ambiguous', candidates: [first, second, ...rest] };
}

function sameFigures(places: readonly GridPlace[]): boolean {
  return new Set(places.map(({ figures: [first] }) => first.id)).size === 1;
}

function rankOf({ cloud }: GridPlace): number {
  return providerRank(cloud?.provider ?? '');
}

/** A place by its name and, where it is a part of one, the country. */
function whereOf({ name, cloud, city, figures: [figure] }: GridPlace): string {
  if (cloud === undefined) return name;
  return [...new Set([city, figure.of?.name])].filter((part) => part !== undefined).join(', ');
}
