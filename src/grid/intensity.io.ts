import { packageJson, packageText } from '../host/package-data.io.ts';
import type { Result } from '../result.ts';
import type { SourcedIntensity } from './intensity.ts';
import { findZone, type IntensityTable, parseIntensityTable, type Zone } from './intensity-table.ts';
import { type IntensitySpread, refineIntensity, yearlyIntensity } from './yearly-intensity.ts';

let table: IntensityTable | undefined;
let spread: IntensitySpread | undefined;

/** The yearly table that is shipped. */
export function intensityTable(): IntensityTable {
  table ??= parseIntensityTable(
    packageText('data/grid/ember_country.csv'),
    packageText('data/grid/country_aliases.csv'),
  );
  return table;
}

/** Spread of short windows around a yearly figure. */
export function intensitySpread(): IntensitySpread {
  spread ??= packageJson('data/grid/spread.json') as IntensitySpread;
  return spread;
}

/** Checks a region as a user wrote it; E_REGION with suggestions where it is unknown. */
export function checkRegion(text: string): Result<Zone> {
  return findZone(intensityTable(), text);
}

/** Yearly intensity of a zone for a run of some length, s. */
export function intensityFor(zone: string, durationS: number): Result<SourcedIntensity> {
  const found = checkRegion(zone);
  if (!found.ok) return found;
  return { ok: true, value: yearlyIntensity(found.value, durationS, intensitySpread(), 'option') };
}

/** The intensity that a run began with, with the spread of the length that the run had in the end, s. */
export function intensityAtEnd(intensity: SourcedIntensity, durationS: number): SourcedIntensity {
  return refineIntensity(intensity, durationS, intensitySpread());
}
