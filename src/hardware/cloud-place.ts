/** Where in a cloud the machine stands. */
export interface CloudPlace {
  readonly cloud?: string;
  readonly region?: string;
  readonly instanceType?: string;
}

type Json = Readonly<Record<string, unknown>>;

/** Reads cloud-init's `/run/cloud-init/instance-data.json` (its world-readable part has no secrets). Not JSON: nothing is known. */
export function parseInstanceData(text: string): CloudPlace {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return {}; // cut or damaged: the firmware and the environment still speak
  }
  const v1 = member(data, 'v1');
  const cloud = cloudName(textOf(v1, 'cloud_name') ?? textOf(v1, 'cloud-name') ?? '');
  const region = textOf(v1, 'region');
  const metadata = member(member(data, 'ds'), 'meta_data');
  const instanceType =
    textOf(metadata, 'instance_type') ??
    textOf(metadata, 'instance-type') ??
    textOf(member(member(metadata, 'imds'), 'compute'), 'vmSize');
  return {
    ...(cloud === undefined ? {} : { cloud }),
    ...(region === undefined ? {} : { region }),
    ...(instanceType === undefined ? {} : { instanceType }),
  };
}

/** The region that the environment names, believed only where the firmware says which cloud this is: on a laptop
 * `AWS_REGION` is the target of a command-line client, not a place. */
export function regionFromEnv(
  cloud: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const names: Readonly<Record<string, readonly string[]>> = {
    aws: ['AWS_REGION', 'AWS_DEFAULT_REGION'],
    gcp: ['GOOGLE_CLOUD_REGION', 'CLOUDSDK_COMPUTE_REGION', 'GOOGLE_CLOUD_ZONE', 'CLOUDSDK_COMPUTE_ZONE'],
    azure: ['AZURE_REGION', 'REGION_NAME'],
  };
  for (const name of names[cloud ?? ''] ?? []) {
    const value = env[name]?.trim();
    if (value !== undefined && value !== '') return regionOfZone(value);
  }
  return undefined;
}

/** `europe-west1-b` and `eu-west-1a` are zones of a region. */
export function regionOfZone(text: string): string {
  const lower = text.toLowerCase().replaceAll(' ', '');
  return lower.replace(/^([a-z]+-[a-z]+\d+)-[a-z]$/, '$1').replace(/^([a-z]{2}(?:-[a-z]+)+-\d)[a-z]$/, '$1');
}

function cloudName(text: string): string | undefined {
  const known: Readonly<Record<string, string>> = { aws: 'aws', gce: 'gcp', gcp: 'gcp', azure: 'azure' };
  return text === '' ? undefined : (known[text.toLowerCase()] ?? text.toLowerCase());
}

function member(data: unknown, name: string): unknown {
  return typeof data === 'object' && data !== null ? (data as Json)[name] : undefined;
}

function textOf(data: unknown, name: string): string | undefined {
  const value = member(data, name);
  return typeof value === 'string' && value !== '' && value !== 'unknown' && value !== 'None'
    ? value
    : undefined;
}
