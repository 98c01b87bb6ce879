import { packageJson, packageText } from '../host/package-data.io.ts';
import type { SourcedIntensity } from './intensity.ts';
import { type IntensityTable, parseIntensityTable } from './intensity-table.ts';
import type { IntensitySpread } from './window-spread.ts';
import { refineIntensity } from './yearly-intensity.ts';

let table: IntensityTable | undefined;
let spread: IntensitySpread | undefined;

/** The yearly table of countries that is shipped. */
export function intensityTable(): IntensityTable {
  table ??= parseIntensityTable(packageText('data/grid/ember_country.csv'));
  return table;
}

/** Spread of short windows around a yearly figure. */
export function intensitySpread(): IntensitySpread {
  spread ??= packageJson('data/grid/spread.json') as IntensitySpread;
  return spread;
}

/** The intensity that a run began with, with the spread of the length that the run had in the end, s. */
export function intensityAtEnd(intensity: SourcedIntensity, durationS: number): SourcedIntensity {
  return refineIntensity(intensity, durationS, intensitySpread());
}
