import { type CloudPlace, regionOfZone } from './cloud-place.ts';

/** A question to a metadata service, below `http://169.254.169.254`. */
export interface MetadataQuestion {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** How each cloud is asked for region and type of a machine. All answer on the same address, which leads to no network. */
export const METADATA: Readonly<Record<'aws' | 'gcp' | 'azure', readonly MetadataQuestion[]>> = {
  // IMDSv2: a token first (see `AWS_TOKEN`), which goes with the question.
  aws: [{ path: '/latest/dynamic/instance-identity/document', headers: {} }],
  gcp: [
    { path: '/computeMetadata/v1/instance/zone', headers: { 'metadata-flavor': 'Google' } },
    { path: '/computeMetadata/v1/instance/machine-type', headers: { 'metadata-flavor': 'Google' } },
  ],
  azure: [
    { path: '/metadata/instance/compute?api-version=2021-02-01&format=json', headers: { metadata: 'true' } },
  ],
};

/** Where AWS gives the token for a question of IMDSv2, and how long it shall hold, s. */
export const AWS_TOKEN = {
  path: '/latest/api/token',
  headers: { 'x-aws-ec2-metadata-token-ttl-seconds': '60' },
} as const;

export const AWS_TOKEN_HEADER = 'x-aws-ec2-metadata-token';

/** Reads what a metadata service has answered to its questions, in their order; nothing where it is something else. */
export function readMetadata(cloud: keyof typeof METADATA, texts: readonly string[]): CloudPlace {
  const [first = '', second = ''] = texts;
  if (cloud === 'gcp') return placeOf(cloud, lastPart(first), lastPart(second));
  const body = objectIn(first);
  return cloud === 'aws'
    ? placeOf(cloud, body['region'], body['instanceType'])
    : placeOf(cloud, body['location'], body['vmSize']);
}

function placeOf(cloud: string, region: unknown, instanceType: unknown): CloudPlace {
  if (!isName(region)) return {};
  return { cloud, region: regionOfZone(region), ...(isName(instanceType) ? { instanceType } : {}) };
}

/** A region or a type is a short word: a page of a captive portal is none. */
function isName(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9][\w.-]{1,63}$/u.test(value);
}

/** `projects/123/zones/europe-west1-b` */
function lastPart(text: string): string {
  return text.trim().split('/').at(-1) ?? '';
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}
