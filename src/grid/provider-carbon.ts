import { rows } from './intensity-table.ts';

/** What a provider itself publishes of the electricity of its region. */
export interface ProviderCarbon {
  readonly region: string;
  readonly year: number;
  /** Average of the grid there, direct emissions, g CO2e/kWh. */
  readonly gPerKwh: number;
  /** Share of its hours' energy that the provider counts as carbon-free, contracts included. Shown, never taken off a footprint. */
  readonly carbonFreeShare: number;
  readonly source: string;
  readonly licence: string;
  readonly url: string;
}

/** The row of a region in the text of `gcp_region_carbon.csv`. */
export function googleCarbon(csv: string, region: string): ProviderCarbon | undefined {
  const row = rows(csv).find(([name]) => name === region);
  if (row === undefined) return undefined;
  const [, year, gPerKwh, share] = row.map(Number);
  if (year === undefined || gPerKwh === undefined || share === undefined) return undefined;
  return {
    region,
    year,
    gPerKwh,
    carbonFreeShare: share,
    source: 'Google Cloud, carbon data across regions',
    licence: 'Apache-2.0',
    url: 'https://github.com/GoogleCloudPlatform/region-carbon-info',
  };
}
