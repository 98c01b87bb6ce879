import { rows } from './intensity-table.ts';

/** A state with its own yearly figure (`ember_states.csv`). */
export interface StateRow {
  /** ISO 3166-2, e.g. `US-CA`. */
  readonly place: string;
  readonly country: string;
  readonly name: string;
  readonly year: number;
  /** Average life-cycle intensity of its production, g CO2e/kWh. */
  readonly gPerKwh: number;
  /** The zone of Electricity Maps that supplies most of it; empty where several do. */
  readonly zone: string;
}

/** A zone of Electricity Maps (`data/electricity-maps/zones.csv`). */
export interface ZoneRow {
  readonly zone: string;
  readonly country: string;
  readonly name: string;
  readonly year: number;
  /** Average life-cycle intensity of its consumption, g CO2e/kWh. */
  readonly gPerKwh: number;
}

/** A region of a cloud (`cloud_regions.csv`). */
export interface CloudRow {
  readonly provider: string;
  readonly region: string;
  readonly country: string;
  /** Zone of Electricity Maps; empty where the published location does not decide it. */
  readonly zone: string;
  /** ISO 3166-2; empty where there is none or it is not published. */
  readonly subdivision: string;
  readonly city: string;
  readonly name: string;
  /** Another id of the same provider that means the same region; empty where this is the usual one. */
  readonly sameAs: string;
}

/** Reads `ember_states.csv`. */
export function stateRows(csv: string): StateRow[] {
  return rows(csv).map(([place = '', country = '', name = '', year, value, zone = '']) => {
    return { place, country, name, year: Number(year), gPerKwh: Number(value), zone };
  });
}

/** Reads `data/electricity-maps/zones.csv`. */
export function zoneRows(csv: string): ZoneRow[] {
  return rows(csv).map(([zone = '', country = '', name = '', year, value]) => {
    return { zone, country, name, year: Number(year), gPerKwh: Number(value) };
  });
}

/** Reads `cloud_regions.csv`. */
export function cloudRows(csv: string): CloudRow[] {
  return rows(csv).map(
    ([
      provider = '',
      region = '',
      country = '',
      zone = '',
      subdivision = '',
      city = '',
      name = '',
      sameAs = '',
    ]) => {
      return { provider, region, country, zone, subdivision, city, name, sameAs };
    },
  );
}

/** Reads a table of two columns: `continents.csv`, `operating_margin.csv`, `place_aliases.csv`. */
export function pairs(csv: string): ReadonlyMap<string, string> {
  return new Map(rows(csv).map(([key = '', value = '']) => [key, value]));
}
