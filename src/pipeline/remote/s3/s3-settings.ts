import { problem } from '../../../errors.ts';
import { err, ok, type Result } from '../../../result.ts';
import type { RemoteSettings } from '../../project/config.ts';
import type { AwsProfile } from './aws-files.ts';

/** Where and how a bucket is spoken to. */
export interface S3Settings {
  /** Without a path; undefined for AWS itself, whose address follows from the region. */
  readonly endpoint: URL | undefined;
  readonly region: string;
  /** Whether the region was chosen by somebody, rather than by us. */
  readonly isRegionKnown: boolean;
  /** Whether the bucket stands in the path rather than in the name of the host. */
  readonly isPathStyle: boolean;
  readonly isSecure: boolean;
  /** False: certificates are not looked at; a text: the file with those that are trusted. */
  readonly verify: boolean | string;
  /** Go with every object that is sent: encryption, rights. */
  readonly putHeaders: Readonly<Record<string, string>>;
  /** Go with every object that is sent or fetched: keys of the customer's own. */
  readonly keyHeaders: Readonly<Record<string, string>>;
  readonly connectMs: number;
  /** Without any byte, ms. */
  readonly idleMs: number;
}

const DEFAULT_REGION = 'us-east-1';
const CONNECT_S = 20;
const IDLE_S = 60;

/**
 * Puts together what the remote, the environment and the profile say, in this order.
 *
 * @param md5Base64 of a key that the customer gives, which goes along with it.
 */
export function s3Settings(
  settings: RemoteSettings,
  env: Readonly<Record<string, string | undefined>>,
  profile: AwsProfile,
  md5Base64: (base64: string) => string,
): Result<S3Settings> {
  const isSecure = settings.get('use_ssl')?.toLowerCase() !== 'false';
  const url =
    settings.get('endpointurl') ??
    (env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] === 'true'
      ? undefined
      : (env['AWS_ENDPOINT_URL_S3'] ??
        env['AWS_ENDPOINT_URL'] ??
        profile.get('s3.endpoint_url') ??
        profile.get('endpoint_url')));
  const endpoint = url === undefined || url === '' ? undefined : parsedUrl(url);
  if (endpoint === 'wrong') {
    const fix = 'write it as https://storage.example.org:9000';
    return err(problem('E_PIPELINE_CONFIG', 'the endpointurl of the remote is not understood', url, fix));
  }
  const region =
    settings.get('region') ?? env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? profile.get('region');
  const style = profile.get('s3.addressing_style');
  const verify = settings.get('ssl_verify') ?? env['AWS_CA_BUNDLE'] ?? profile.get('ca_bundle') ?? 'true';
  const keyHeaders = customerKey(settings, md5Base64);
  return ok({
    endpoint,
    region: region ?? DEFAULT_REGION,
    isRegionKnown: region !== undefined,
    isPathStyle: style === 'path' || (style !== 'virtual' && endpoint !== undefined),
    isSecure,
    verify: /^(true|false)$/i.test(verify) ? verify.toLowerCase() === 'true' : verify,
    putHeaders: { ...rights(settings), ...encryption(settings), ...keyHeaders },
    keyHeaders,
    connectMs: 1000 * seconds(settings.get('connect_timeout'), CONNECT_S),
    idleMs: 1000 * seconds(settings.get('read_timeout'), IDLE_S),
  });
}

function parsedUrl(text: string): URL | 'wrong' {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url : 'wrong';
}

function rights(settings: RemoteSettings): Readonly<Record<string, string>> {
  return given([
    ['x-amz-acl', settings.get('acl')],
    ['x-amz-grant-read', settings.get('grant_read')],
    ['x-amz-grant-read-acp', settings.get('grant_read_acp')],
    ['x-amz-grant-write-acp', settings.get('grant_write_acp')],
    ['x-amz-grant-full-control', settings.get('grant_full_control')],
  ]);
}

function encryption(settings: RemoteSettings): Readonly<Record<string, string>> {
  return given([
    ['x-amz-server-side-encryption', settings.get('sse')],
    ['x-amz-server-side-encryption-aws-kms-key-id', settings.get('sse_kms_key_id')],
  ]);
}

function customerKey(
  settings: RemoteSettings,
  md5Base64: (base64: string) => string,
): Readonly<Record<string, string>> {
  const key = settings.get('sse_customer_key');
  if (key === undefined) return {};
  return {
    'x-amz-server-side-encryption-customer-algorithm': settings.get('sse_customer_algorithm') ?? 'AES256',
    'x-amz-server-side-encryption-customer-key': key,
    'x-amz-server-side-encryption-customer-key-md5': md5Base64(key),
  };
}

function given(pairs: readonly (readonly [string, string | undefined])[]): Record<string, string> {
  return Object.fromEntries(
    pairs.flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]])),
  );
}

function seconds(text: string | undefined, usual: number): number {
  const value = Number(text ?? Number.NaN);
  return value > 0 ? value : usual;
}
