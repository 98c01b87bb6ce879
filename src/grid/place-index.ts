import { foldName } from './fold-name.ts';
import type { GridPlace } from './grid-place.ts';
import type { CloudRow } from './place-tables.ts';

/** The places with every way to ask for one. */
export interface PlaceIndex {
  readonly places: readonly GridPlace[];
  /** By id and by the other codes of the same place, in upper case: `FRA`, `FR`, `US-CA`, `AWS:EU-WEST-1`. */
  readonly byCode: ReadonlyMap<string, GridPlace>;
  /** Countries, states, zones and aggregates by folded name and alias. */
  readonly byName: ReadonlyMap<string, readonly GridPlace[]>;
  /** Cloud regions by the region's id in lower case, without the provider. */
  readonly byRegion: ReadonlyMap<string, readonly GridPlace[]>;
  /** Cloud regions by folded city, and by the name that the provider shows. */
  readonly byCity: ReadonlyMap<string, readonly GridPlace[]>;
  readonly byShownName: ReadonlyMap<string, readonly GridPlace[]>;
}

/** What the index takes beside the places themselves. */
export interface PlaceNames {
  /** Alpha-2 codes by alpha-3. */
  readonly iso2: ReadonlyMap<string, string>;
  /** Aliases as they are written, with the code of their place. */
  readonly aliases: ReadonlyMap<string, string>;
  readonly clouds: readonly CloudRow[];
}

/** Builds the index. A place that comes first has its name first. */
export function placeIndex(places: readonly GridPlace[], names: PlaceNames): PlaceIndex {
  const byCode = new Map<string, GridPlace>();
  const byName = new Map<string, GridPlace[]>();
  const byRegion = new Map<string, GridPlace[]>();
  const byCity = new Map<string, GridPlace[]>();
  const byShownName = new Map<string, GridPlace[]>();
  for (const place of places) {
    add(byCode, place.id.toUpperCase(), place);
    if (place.cloud === undefined) {
      if (place.kind === 'country') {
        for (const code of [names.iso2.get(place.id), place.zone])
          if (code !== undefined) add(byCode, code.toUpperCase(), place);
      }
      for (const name of [place.name, place.id]) append(byName, foldName(name), place);
      continue;
    }
    append(byRegion, place.cloud.region, place);
    for (const name of [place.name, insideParentheses(place.name)])
      if (name !== undefined) append(byShownName, foldName(name), place);
    if (place.city !== undefined) append(byCity, foldName(place.city), place);
  }
  for (const row of names.clouds) {
    const usual = byCode.get(`${row.provider}:${row.sameAs}`.toUpperCase());
    if (row.sameAs === '' || usual === undefined) continue;
    add(byCode, `${row.provider}:${row.region}`.toUpperCase(), usual);
    append(byRegion, row.region, usual);
  }
  for (const [alias, code] of names.aliases) {
    const place = byCode.get(code.toUpperCase()) ?? byName.get(foldName(code))?.[0];
    if (place !== undefined) append(byName, foldName(alias), place);
  }
  return { places, byCode, byName, byRegion, byCity, byShownName };
}

/** AWS shows `US East (N. Virginia)`, and people write `N. Virginia`; a number or a code in parentheses is no name. */
function insideParentheses(name: string): string | undefined {
  return /\(([^)]*[a-z][^)]*)\)/.exec(name)?.[1];
}

function add(map: Map<string, GridPlace>, key: string, place: GridPlace): void {
  if (!map.has(key)) map.set(key, place);
}

function append(map: Map<string, GridPlace[]>, key: string, place: GridPlace): void {
  const there = map.get(key);
  if (there === undefined) map.set(key, [place]);
  else if (!there.includes(place)) there.push(place);
}
