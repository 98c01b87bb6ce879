import { readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { packageText } from '../host/package-data.io.ts';
import type { Host } from '../host/host.ts';
import { readText } from '../host/real-host.io.ts';
import { intensityTable } from './intensity.io.ts';
import { cloudRegionIn, type PlaceTables, timeZoneIn, timeZoneName } from './where.ts';

/** The tables that are shipped. */
export function placeTables(): PlaceTables {
  return {
    intensity: intensityTable(),
    zoneOfCloud: (cloud, region) => cloudRegionIn(packageText('data/grid/cloud_regions.csv'), cloud, region),
    countriesOf: (timeZone) => timeZoneIn(packageText('data/grid/timezones.csv'), timeZone),
  };
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
