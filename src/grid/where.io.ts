import { readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { packageText } from '../host/package-data.io.ts';
import type { Host } from '../host/host.ts';
import { readText } from '../host/real-host.io.ts';
import type { Match } from '../units/match.ts';
import { countryPlace } from './build-places.ts';
import type { GridPlace } from './grid-place.ts';
import { intensityTable } from './intensity.io.ts';
import { countryOf } from './intensity-table.ts';
import { cloudPlace, partPlace } from './part-places.ts';
import { partTables } from './part-tables.io.ts';
import { matchPlace, ownZoneFiles } from './places.io.ts';
import { cloudRowIn, type PlaceTables, timeZoneIn, timeZoneName } from './where.ts';

/** The tables that are shipped, and those of the user and the project. */
export function placeTables(host: Host): PlaceTables {
  return {
    placeOf: (text) => placeOf(host, text),
    placeOfCloud: (cloud, region) => cloudRegionHere(host, cloud, region),
    placesOf: (timeZone) => {
      const { countries, parts } = timeZoneIn(packageText('data/grid/timezones.csv'), timeZone);
      return {
        countries: known(countries, countryPlaceOf),
        parts: known(parts, (code) => partPlace(code, partTables())),
      };
    },
  };
}

/** Where a cloud's region stands, without reading the tables of names. */
function cloudRegionHere(host: Host, cloud: string, region: string): GridPlace | undefined {
  const row = cloudRowIn(packageText('data/grid/cloud_regions.csv'), cloud, region);
  if (row !== undefined && ownZoneFiles(host).length === 0)
    return cloudPlace(row, partTables(), countryPlaceOf);
  const match = matchPlace(host, `${cloud}:${region}`);
  return match.kind === 'found' ? match.value : undefined;
}

function countryPlaceOf(code: string): GridPlace | undefined {
  const country = countryOf(intensityTable(), code);
  return country === undefined ? undefined : countryPlace(country);
}

function known(codes: readonly string[], placeOfCode: (code: string) => GridPlace | undefined): GridPlace[] {
  return codes.map(placeOfCode).filter((place) => place !== undefined);
}

/** The place that a text means. The code of a country needs one table only, unless somebody has figures of their own. */
export function placeOf(host: Host, text: string): Match<GridPlace> {
  const country = countryPlaceOf(text);
  if (country !== undefined && ownZoneFiles(host).length === 0)
    return { kind: 'found', value: country, how: 'name' };
  return matchPlace(host, text);
}

/** The system's time zone: TZ, else the target of /etc/localtime, else /etc/timezone (which Debian leaves behind when it changes). */
export function systemTimeZone(host: Host): string | undefined {
  const tz = host.env['TZ'];
  if (tz !== undefined && tz.trim() !== '' && !/^:?\/etc\/localtime$/.test(tz.trim()))
    return timeZoneName(tz);
  return (
    timeZoneName(linkTarget(join(host.roots.etc, 'localtime'))) ??
    timeZoneName(readText(join(host.roots.etc, 'timezone')))
  );
}

function linkTarget(path: string): string | undefined {
  try {
    const target = readlinkSync(path);
    return target.includes('zoneinfo/') ? target : undefined;
  } catch {
    return undefined; // a copy instead of a link, or nothing
  }
}
