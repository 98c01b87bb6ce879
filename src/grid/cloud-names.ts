/** How the providers of `cloud_regions.csv` are shown, the largest first: where several use an id, the first is the likeliest. */
const PROVIDERS: Readonly<Record<string, string>> = {
  aws: 'AWS',
  azure: 'Azure',
  gcp: 'Google Cloud',
  oracle: 'Oracle Cloud',
  ibm: 'IBM Cloud',
  ovh: 'OVHcloud',
  scaleway: 'Scaleway',
  hetzner: 'Hetzner',
  coreweave: 'CoreWeave',
  lambda: 'Lambda',
};

/** Other names of providers. */
const ALIASES: Readonly<Record<string, string>> = {
  amazon: 'aws',
  ec2: 'aws',
  google: 'gcp',
  gce: 'gcp',
  googlecloud: 'gcp',
  microsoft: 'azure',
  msazure: 'azure',
  oci: 'oracle',
  ibmcloud: 'ibm',
  ovhcloud: 'ovh',
  lambdalabs: 'lambda',
};

/** The provider of a cloud by its name as people write it; undefined where it is not known. */
export function providerOf(text: string): string | undefined {
  const plain = text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const known = ALIASES[plain] ?? plain;
  return Object.hasOwn(PROVIDERS, known) ? known : undefined;
}

/** How a provider is shown. */
export function providerName(provider: string): string {
  return PROVIDERS[provider] ?? provider;
}

/** Rank of a provider, the largest first. */
export function providerRank(provider: string): number {
  const at = Object.keys(PROVIDERS).indexOf(provider);
  return at < 0 ? Number.MAX_SAFE_INTEGER : at;
}

/** Whether a provider is one of the three that gave such ids their form, so that a bare `us-west-2` plainly means theirs. */
export function isLargeProvider(provider: string): boolean {
  return providerRank(provider) < 3;
}
