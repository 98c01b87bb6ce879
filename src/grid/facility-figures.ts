import { type ErrorSources, Z90 } from '../units/estimate.ts';
import type { Sourced } from '../units/sourced.ts';

/** A figure with its 90 % interval. */
interface Range {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** What a provider publishes of its data centres. */
export interface ProviderFigures {
  readonly name: string;
  readonly source: string;
  readonly url: string;
  /** Average of all its data centres; the interval is that of a region of which nothing is known. */
  readonly fleet: Range & { readonly year: number; readonly about: string };
  /** Averages of parts of the world. */
  readonly areas?: {
    readonly year: number;
    /** `countries`: ISO 3166 alpha-3, with spaces between. */
    readonly list: readonly (Range & { readonly name: string; readonly countries: string })[];
  };
  readonly regions?: {
    readonly year: number;
    readonly about?: string;
    readonly values: Readonly<Record<string, number>>;
  };
}

/** `data/grid/pue.json` and `data/grid/wue.json`: one quantity of data centres, by provider and region. */
export interface FacilityTable {
  readonly quantity: 'pue' | 'wue';
  readonly unit: string;
  /** The least value that the quantity can have, and the most that is believed. */
  readonly least: number;
  readonly most: number;
  /** A hall and a season beside the year of its region: factors on what lies above {@link least}. */
  readonly site: { readonly down: number; readonly up: number };
  readonly providers: Readonly<Record<string, ProviderFigures>>;
}

/**
 * What a provider publishes: of this region, else of the part of the world where `country` (ISO alpha-3) lies, else of its fleet; undefined
 * for a provider that publishes nothing.
 *
 * @param key the provider's, as `providerKey` gives it
 */
export function facilityFigure(
  table: FacilityTable,
  key: string,
  region?: string,
  country?: string,
): Sourced | undefined {
  const figures = own(table.providers, key);
  if (figures === undefined) return undefined;
  const { regions, areas, fleet } = figures;
  const year = regionYear(figures, region);
  if (regions !== undefined && year !== undefined) {
    const note = regions.about ?? 'published for this region';
    return published(table, figures, regions.year, siteRange(year, table), `${key}.${region}`, note);
  }
  const area =
    country === undefined ? undefined : areas?.list.find(({ countries }) => countries.includes(country));
  if (areas !== undefined && area !== undefined) {
    const id = `${key}.${area.name.toLowerCase().replaceAll(/[^a-z]+/g, '-')}`;
    return published(table, figures, areas.year, area, id, `average of ${figures.name} in: ${area.name}`);
  }
  return published(table, figures, fleet.year, fleet, key, fleet.about);
}

/** The figure that a provider publishes for this region itself. */
export function regionYear({ regions }: ProviderFigures, region: string | undefined): number | undefined {
  return region === undefined || regions === undefined ? undefined : own(regions.values, region);
}

/** A value of a table, and not what every object has: a region may be called `constructor`. */
function own<T>(values: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}

/** The interval of one site around the year of its region. */
export function siteRange(value: number, { least, site }: Pick<FacilityTable, 'least' | 'site'>): Range {
  const above = Math.max(0, value - least);
  return { value, low: tidy(least + above * site.down), high: tidy(least + above * site.up) };
}

/** Without the last bits of floating point; the figures have three digits. */
function tidy(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

function published(
  table: FacilityTable,
  { source, url }: ProviderFigures,
  year: number,
  range: Range,
  id: string,
  note: string,
): Sourced {
  return { ...ranged(range, table, id), source, year, url, licence: 'facts', note };
}

/** A range as a sourced number, with one error source named after its id. */
export function ranged(
  { value, low, high }: Range,
  { quantity, unit }: Pick<FacilityTable, 'quantity' | 'unit'>,
  id: string,
): Pick<Sourced, 'value' | 'low' | 'high' | 'unit' | 'errors' | 'id'> {
  const errors: ErrorSources =
    value <= 0
      ? {}
      : {
          [`${quantity}:${id.replaceAll('.', ':')}`]: [(1 - low / value) / Z90, (high / value - 1) / Z90],
        };
  return { value, low, high, unit, errors, id: `${quantity}.${id}` };
}
