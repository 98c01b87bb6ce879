import type { Warning } from '../errors.ts';
import { findZone, type IntensityTable, type Zone } from './intensity-table.ts';

/** Where we are, as far as it is known, and how. */
export type Place =
  | { readonly kind: 'zone'; readonly zone: Zone; readonly from: 'option' | 'config' | 'cloud' }
  | { readonly kind: 'guess'; readonly zones: readonly [Zone, ...Zone[]]; readonly timeZone: string }
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

/** The tables that a place is looked up in. */
export interface PlaceTables {
  readonly intensity: IntensityTable;
  /** Zone of a cloud's region; undefined where the table does not have it. */
  readonly zoneOfCloud: (cloud: string, region: string) => string | undefined;
  /** Countries (ISO alpha-2) that share a time zone; empty where it is unknown. */
  readonly countriesOf: (timeZone: string) => readonly string[];
}

/**
 * Finds the place: option, configuration, cloud region, time zone (a guess), else unknown. A region that was asked for and is not in the
 * table is a warning and leaves the place unknown: no other country is put in its stead.
 */
export function findPlace(
  signs: PlaceSigns,
  tables: PlaceTables,
): { readonly place: Place; readonly warnings: readonly Warning[] } {
  for (const from of ['option', 'config'] as const) {
    const text = signs[from];
    if (text === undefined || text === '') continue;
    const found = findZone(tables.intensity, text);
    if (found.ok) return { place: { kind: 'zone', zone: found.value, from }, warnings: [] };
    return { place: unknown(`the region "${text}" is not in the intensity table`), warnings: [found.error] };
  }
  if (signs.cloud !== undefined && signs.cloudRegion !== undefined) {
    const code = tables.zoneOfCloud(signs.cloud, signs.cloudRegion);
    const zone = code === undefined ? undefined : findZone(tables.intensity, code);
    if (zone?.ok === true) return { place: { kind: 'zone', zone: zone.value, from: 'cloud' }, warnings: [] };
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
  const zones = tables
    .countriesOf(timeZone)
    .map((code) => findZone(tables.intensity, code))
    .flatMap((found) => (found.ok ? [found.value] : []));
  const [first, ...rest] = zones;
  if (first === undefined) return unknown(`no region is set and the time zone ${timeZone} names no country`);
  return { kind: 'guess', zones: [first, ...rest], timeZone };
}

function unknown(reason: string): Place {
  return { kind: 'unknown', reason };
}

/** Zone of a cloud's region in the text of `cloud_regions.csv` (provider, region, zone). */
export function cloudRegionIn(csv: string, cloud: string, region: string): string | undefined {
  return restOfRow(csv, `${cloud},${region}`);
}

/** Countries of a time zone in the text of `timezones.csv` (time_zone, countries). */
export function timeZoneIn(csv: string, timeZone: string): readonly string[] {
  return restOfRow(csv, timeZone)?.split(' ') ?? [];
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
