/** A country or an aggregate of the yearly table. */
export interface Zone {
  /** ISO 3166 alpha-3, or the name of an aggregate such as `World`. */
  readonly zone: string;
  /** ISO 3166 alpha-2; empty for an aggregate. */
  readonly iso2: string;
  readonly name: string;
  readonly year: number;
  /** Average life-cycle intensity of its production, g CO2e/kWh. */
  readonly gPerKwh: number;
}

/** The yearly table of countries. */
export interface IntensityTable {
  readonly zones: readonly Zone[];
}

/** Builds the table from `ember_country.csv`. */
export function parseIntensityTable(csv: string): IntensityTable {
  const zones = rows(csv).map(([zone = '', iso2 = '', name = '', year, value]): Zone => {
    return { zone, iso2, name, year: Number(year), gPerKwh: Number(value) };
  });
  return { zones };
}

/** The country that a code of ISO 3166 (alpha-2 or alpha-3, in any case) means.
 *
 * @example
 * countryOf(parseIntensityTable('zone,iso2,name,year,g_per_kwh\nFRA,FR,France,2024,44.2'), 'fr')?.name // 'France'
 */
export function countryOf(table: IntensityTable, text: string): Zone | undefined {
  const code = text.trim().toUpperCase();
  return table.zones.find((zone) => zone.iso2 !== '' && (zone.iso2 === code || zone.zone === code));
}

/** Countries of the table, without aggregates. */
export function countries(table: IntensityTable): readonly Zone[] {
  return table.zones.filter((zone) => zone.iso2 !== '');
}

/** Cells of a CSV file without quotes, its header left out. */
export function rows(csv: string): string[][] {
  return csv
    .split('\n')
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => line.split(','));
}
