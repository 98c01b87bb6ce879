import type { S3Settings } from './s3-settings.ts';

/** Names that can stand in the name of a host under one certificate. */
const HOST_NAME = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;

/**
 * The address of an object, or of the bucket itself (key ``).
 *
 * @param query in any order; names and values are encoded here.
 */
export function s3Url(
  { endpoint, region, isPathStyle, isSecure }: S3Settings,
  bucket: string,
  key: string,
  query: Readonly<Record<string, string>> = {},
): URL {
  const base = endpoint ?? new URL(`${isSecure ? 'https' : 'http'}://s3.${region}.${domainOf(region)}`);
  const isInPath = isPathStyle || !HOST_NAME.test(bucket);
  const host = isInPath ? base.host : `${bucket}.${base.host}`;
  const folder = base.pathname.replace(/\/$/, '');
  const path = isInPath ? `/${s3Encoded(bucket)}/${keyPath(key)}` : `/${keyPath(key)}`;
  const search = Object.entries(query)
    .map(([name, value]): [string, string] => [s3Encoded(name), s3Encoded(value)])
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  return new URL(`${base.protocol}//${host}${folder}${path}${search === '' ? '' : `?${search}`}`);
}

function domainOf(region: string): string {
  return region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
}

function keyPath(key: string): string {
  return key.split('/').map(s3Encoded).join('/');
}

/** As the signature of AWS wants a text encoded: all but letters, digits and `-_.~`. */
export function s3Encoded(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
