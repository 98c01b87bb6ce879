import { packageJson } from '../host/package-data.io.ts';
import type { ProviderNames } from './provider-name.ts';

/** Other names of clouds. */
export function providerNames(): ProviderNames {
  const { names } = packageJson('data/cloud/providers.json') as { readonly names: ProviderNames };
  return names;
}
