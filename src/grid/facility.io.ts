import type { Warning } from '../errors.ts';
import { regionOfZone } from '../hardware/cloud-place.ts';
import { providerKey } from '../hardware/provider-name.ts';
import { providerNames } from '../hardware/provider-names.io.ts';
import { extraTables } from '../host/extra-data.io.ts';
import type { Host } from '../host/host.ts';
import { packageJson, packageText } from '../host/package-data.io.ts';
import type { Sourced } from '../units/sourced.ts';
import { type FacilityTable, facilityFigure, regionYear } from './facility-figures.ts';
import { type FacilityRow, parseFacilityRows, rowFor } from './facility-rows.ts';
import { averagePue, type PueTable } from './pue.ts';
import { cloudRegionIn } from './where.ts';

type Quantity = FacilityTable['quantity'];

/**
 * PUE of a provider's data centres: of the region where it publishes one, else of its part of the world, else of its fleet; a row of the
 * user's `data/grid/pue.csv` stands before all. Undefined for a provider of whom nothing is known.
 *
 * @param provider `aws`, `Google Cloud`, or a name of the user's own
 * @param region as the provider writes it, e.g. `eu-west-1`
 */
export function providerPue(host: Host, provider: string, region?: string): Sourced | undefined {
  return figure(host, 'pue', provider, region);
}

/**
 * Water used on the site, L for each kWh at the wall of the machines (not of the facility); as {@link providerPue}, extended by
 * `data/grid/wue.csv`.
 */
export function providerWue(host: Host, provider: string, region?: string): Sourced | undefined {
  return figure(host, 'wue', provider, region);
}

/** The average of data centres, grade C: for a server whose provider publishes nothing. */
export function averageServerPue(): Sourced {
  return averagePue(facilityTable('pue') as PueTable, 'server');
}

/** What is wrong with rows of the user's tables of facilities. */
export function facilityWarnings(host: Host, quantity: Quantity): readonly Warning[] {
  return ownRows(host, facilityTable(quantity)).warnings;
}

/** The table that is shipped. */
export function facilityTable(quantity: Quantity): FacilityTable {
  return packageJson(`data/grid/${quantity}.json`) as FacilityTable;
}

function figure(
  host: Host,
  quantity: Quantity,
  provider: string,
  region: string | undefined,
): Sourced | undefined {
  const table = facilityTable(quantity);
  const key = providerKey(provider, providerNames());
  const place = region === undefined ? undefined : regionOfZone(region.trim());
  const own = rowFor(ownRows(host, table).rows, key, place);
  return own ?? facilityFigure(table, key, place, countryOf(table, key, place));
}

/** The country of a region, asked for only where the provider's figures depend on it. */
function countryOf(table: FacilityTable, provider: string, region: string | undefined): string | undefined {
  const figures = Object.hasOwn(table.providers, provider) ? table.providers[provider] : undefined;
  if (region === undefined || figures?.areas === undefined) return undefined;
  if (regionYear(figures, region) !== undefined) return undefined;
  return cloudRegionIn(packageText('data/grid/cloud_regions.csv'), provider, region);
}

function ownRows(
  host: Host,
  table: FacilityTable,
): { readonly rows: readonly FacilityRow[]; readonly warnings: readonly Warning[] } {
  const files = extraTables(host, `grid/${table.quantity}.csv`).flatMap(
    ({ path, text }) => parseFacilityRows(text, path, table, providerNames()) ?? [],
  );
  return {
    rows: files.flatMap(({ rows }) => rows),
    warnings: files.flatMap(({ problems }) => problems),
  };
}
