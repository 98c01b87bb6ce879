import { regionOfZone } from '../hardware/cloud-place.ts';
import { providerKey } from '../hardware/provider-name.ts';
import { providerNames } from '../hardware/provider-names.io.ts';
import { packageText } from '../host/package-data.io.ts';
import { googleCarbon, type ProviderCarbon } from './provider-carbon.ts';

/** What a provider publishes of the electricity of its region; today only Google Cloud does so under an open licence. */
export function providerCarbon(provider: string, region: string): ProviderCarbon | undefined {
  if (providerKey(provider, providerNames()) !== 'gcp') return undefined;
  return googleCarbon(packageText('data/grid/gcp_region_carbon.csv'), regionOfZone(region.trim()));
}
