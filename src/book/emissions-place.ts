import type { SourcedIntensity } from '../grid/intensity.ts';
import { plainName } from './plain-name.ts';
import type { RunRecord } from './run-record.ts';

/** The columns of `emissions.csv` that say where a run was; null is not known. */
export interface EmissionsPlace {
  readonly country_name: string | null;
  readonly country_iso_code: string | null;
  readonly region: string | null;
  readonly cloud_provider: string | null;
  readonly cloud_region: string | null;
}

/**
 * Where a run was, as CodeCarbon writes it: the country with its alpha-3 code, a state or province in lower case without accents (`quebec`), and the
 * cloud with its region.
 */
export function placeOf(record: RunRecord): EmissionsPlace {
  const cloud = cloudOf(record);
  return {
    ...countryOf(record.carbon.intensity),
    cloud_provider: cloud?.provider ?? null,
    cloud_region: cloud?.region ?? null,
  };
}

/** The cloud that a run was in: as the machine knows it, else as its user has named it for a place. */
export function cloudOf({
  machine,
  carbon,
}: RunRecord): { readonly provider: string; readonly region?: string } | undefined {
  if (machine?.cloud !== undefined) {
    const { cloud: provider, cloudRegion: region } = machine;
    return { provider, ...(region === undefined ? {} : { region }) };
  }
  const [provider, region] = carbon.intensity?.place?.split(':') ?? [];
  return provider === undefined || region === undefined ? undefined : { provider, region };
}

function countryOf(
  intensity: SourcedIntensity | null,
): Pick<EmissionsPlace, 'country_name' | 'country_iso_code' | 'region'> {
  if (intensity === null || intensity.zoneFrom === 'unknown') return NOWHERE;
  const { zone, zoneName, country = zone, countryName } = intensity;
  if (!ALPHA_3.test(country)) return NOWHERE; // an aggregate, or an intensity that was given
  const isPart = countryName !== undefined && !ALPHA_2.test(zone);
  return {
    country_name: countryName ?? zoneName,
    country_iso_code: country,
    region: isPart ? plainName(zoneName).toLowerCase() : null,
  };
}

const NOWHERE = { country_name: null, country_iso_code: null, region: null } as const;
const ALPHA_3 = /^[A-Z]{3}$/u;
/** A zone that is the whole of its country. */
const ALPHA_2 = /^[A-Z]{2}$/u;
