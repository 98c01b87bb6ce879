import type { Warning } from '../errors.ts';
import type { Match } from '../units/match.ts';
import type { GridPlace } from './grid-place.ts';
import { type CloudRow, cloudRows } from './place-tables.ts';
import { regionProblem } from './region-problem.ts';

/** Where we are, as far as it is known, and how. */
export type Place =
  | {
      readonly kind: 'place';
      readonly place: GridPlace;
      readonly from: 'option' | 'config' | 'cloud';
      /** What was taken for granted in reading its name. */
      readonly note?: string | undefined;
    }
  | {
      readonly kind: 'guess';
      readonly place: GridPlace;
      /** Other places that share the time zone. */
      readonly others: readonly GridPlace[];
      readonly timeZone: string;
    }
  | { readonly kind: 'unknown'; readonly reason: string };

/** What speaks of the place, the strongest first. */
export interface PlaceSigns {
  /** `--region`. */
  readonly option?: string | undefined;
  /** `region` of the configuration. */
  readonly config?: string | undefined;
  readonly cloud?: string | undefined;
  readonly cloudRegion?: string | undefined;
  /** Name of the system's time zone, e.g. `Europe/Paris`. */
  readonly timeZone?: string | undefined;
}

/** The tables that a place is looked up in; each is read when it is asked. */
export interface PlaceTables {
  /** The place that a text means. */
  readonly placeOf: (text: string) => Match<GridPlace>;
  /** Where a cloud's region stands; undefined where the table does not have it. */
  readonly placeOfCloud: (cloud: string, region: string) => GridPlace | undefined;
  /** Places that share a time zone; no countries where it is unknown. */
  readonly placesOf: (timeZone: string) => TimeZonePlaces<GridPlace>;
}

/** What a time zone says of the place. */
export interface TimeZonePlaces<T> {
  /** The countries that use it, the one it is named for first. */
  readonly countries: readonly T[];
  /** The states or zones of the first country that use it, where they differ. */
  readonly parts: readonly T[];
}

/**
 * Finds the place: option, configuration, cloud region, time zone (a guess), else unknown. A region that was asked for and is not one
 * place of the tables is a warning and leaves the place unknown: no other country is put in its stead.
 */
export function findPlace(
  signs: PlaceSigns,
  tables: PlaceTables,
): { readonly place: Place; readonly warnings: readonly Warning[] } {
  for (const from of ['option', 'config'] as const) {
    const text = signs[from];
    if (text === undefined || text === '') continue;
    const match = tables.placeOf(text);
    if (match.kind === 'found')
      return { place: { kind: 'place', place: match.value, from, note: match.note }, warnings: [] };
    const wrong = regionProblem(text, match);
    const reason =
      match.kind === 'ambiguous'
        ? `the region "${text}" could be several places`
        : `the region "${text}" is not in the intensity tables`;
    return { place: unknown(reason), warnings: wrong === undefined ? [] : [wrong] };
  }
  if (signs.cloud !== undefined && signs.cloudRegion !== undefined) {
    const place = tables.placeOfCloud(signs.cloud, signs.cloudRegion);
    if (place !== undefined) return { place: { kind: 'place', place, from: 'cloud' }, warnings: [] };
  }
  // The clock of a machine in a cloud says where its owner is, if anything.
  if (signs.cloud !== undefined)
    return {
      place: unknown(`a machine in the cloud ${signs.cloud}, whose region is not known`),
      warnings: [],
    };
  return { place: byTimeZone(signs.timeZone, tables), warnings: [] };
}

function byTimeZone(timeZone: string | undefined, tables: PlaceTables): Place {
  if (timeZone === undefined) return unknown('no region is set and the system has no time zone');
  const around = tables.placesOf(timeZone);
  const [first, ...others] = around.countries;
  if (first === undefined) return unknown(`no region is set and the time zone ${timeZone} names no country`);
  const [part, ...further] = around.parts;
  // The only part with this clock is the place; of several, the country's mean stands between them.
  if (part !== undefined && further.length === 0) return { kind: 'guess', place: part, others, timeZone };
  const parts = part === undefined ? [] : [part, ...further];
  return { kind: 'guess', place: first, others: [...others, ...parts], timeZone };
}

function unknown(reason: string): Place {
  return { kind: 'unknown', reason };
}

/** Country (ISO alpha-3) of a cloud's region in the text of `cloud_regions.csv` (provider, region, zone, further columns). */
export function cloudRegionIn(csv: string, cloud: string, region: string): string | undefined {
  return restOfRow(csv, `${cloud},${region}`)?.split(',')[0];
}

/** The row of a cloud's region in the text of `cloud_regions.csv`. */
export function cloudRowIn(csv: string, cloud: string, region: string): CloudRow | undefined {
  const rest = restOfRow(csv, `${cloud},${region}`);
  return rest === undefined ? undefined : cloudRows(`\n${cloud},${region},${rest}`)[0];
}

/** Codes of the places of a time zone in the text of `timezones.csv` (time_zone, countries, parts). */
export function timeZoneIn(csv: string, timeZone: string): TimeZonePlaces<string> {
  const [countries, parts] = restOfRow(csv, timeZone)?.split(',') ?? [];
  const words = (text: string | undefined): readonly string[] =>
    text === undefined || text === '' ? [] : text.split(' ');
  return { countries: words(countries), parts: words(parts) };
}

/** The end of the row that begins with this key; the text is searched, not parsed. */
function restOfRow(csv: string, key: string): string | undefined {
  const start = csv.indexOf(`\n${key},`);
  if (start < 0) return undefined;
  const end = csv.indexOf('\n', start + 1);
  return csv.slice(start + key.length + 2, end < 0 ? undefined : end).trim();
}

/** Name of a time zone in the value of TZ or the target of /etc/localtime; undefined where it is a rule or nothing. */
export function timeZoneName(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const name = text
    .trim()
    .replace(/^:/, '')
    .replace(/^.*zoneinfo\/(?:posix\/|right\/)?/, '');
  return /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/.test(name) ? name : undefined;
}
