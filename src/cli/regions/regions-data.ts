import type { PlaceEmissions, VersusHere } from '../../calc/regions.ts';
import type { GridPlace } from '../../grid/grid-place.ts';
import type { SourcedIntensity } from '../../grid/intensity.ts';
import { type Estimate, type WrittenEstimate, written } from '../../units/estimate.ts';

/** One row under `--json`. */
export interface RegionJson {
  readonly id: string;
  readonly kind: GridPlace['kind'];
  readonly name: string;
  readonly country: string | null;
  readonly continent: string | null;
  readonly provider: string | null;
  readonly region: string | null;
  readonly city: string | null;
  /** The zone of Electricity Maps. */
  readonly zone: string | null;
  readonly intensity: SourcedIntensity;
  /** g; null without an energy. */
  readonly co2e: WrittenEstimate | null;
  readonly versusHere: VersusHere | null;
  readonly here: boolean;
}

/** A row as it is written under `--json`. */
export function regionJson(row: PlaceEmissions, energy: Estimate | undefined): RegionJson {
  const { place } = row;
  return {
    id: place.id,
    kind: place.kind,
    name: place.name,
    country: place.country === '' ? null : place.country,
    continent: place.continent ?? null,
    provider: place.cloud?.provider ?? null,
    region: place.cloud?.region ?? null,
    city: place.city ?? null,
    zone: place.zone ?? null,
    intensity: row.intensity,
    co2e: energy === undefined ? null : written(row.carbon, 'g'),
    versusHere: row.versusHere ?? null,
    here: row.isHere,
  };
}

/** Columns of `--csv`: units in the names. */
export const REGION_COLUMNS = [
  'id',
  'kind',
  'name',
  'country',
  'continent',
  'provider',
  'region',
  'city',
  'zone',
  'g_per_kwh',
  'g_per_kwh_low',
  'g_per_kwh_high',
  'year',
  'basis',
  'boundary',
  'accounting',
  'source',
  'licence',
  'url',
  'co2e_g',
  'co2e_g_low',
  'co2e_g_high',
  'versus_here',
  'versus_here_by',
  'here',
] as const;

/** The cells of a row of `--csv`, in the order of {@link REGION_COLUMNS}. */
export function regionCells(row: RegionJson): (string | number | null)[] {
  const { intensity, co2e, versusHere } = row;
  return [
    row.id,
    row.kind,
    row.name,
    row.country,
    row.continent,
    row.provider,
    row.region,
    row.city,
    row.zone,
    intensity.value,
    intensity.low,
    intensity.high,
    intensity.year ?? null,
    intensity.basis,
    intensity.boundary,
    intensity.accounting ?? null,
    intensity.source,
    intensity.licence ?? null,
    intensity.url ?? null,
    co2e?.value ?? null,
    co2e?.low ?? null,
    co2e?.high ?? null,
    versusHere?.ratio ?? null,
    versusHere?.accounting ?? null,
    row.here ? 'yes' : 'no',
  ];
}
