import { createHash, createHmac } from 'node:crypto';
import type { S3Credentials } from './s3-credentials.ts';

/** What is signed. */
export interface Unsigned {
  readonly method: string;
  /** Path and query encoded as they are sent, the query sorted. */
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** SHA-256 of the body in hexadecimal, or {@link UNSIGNED_BODY}. */
  readonly bodyHash: string;
}

/** SHA-256 of no body. */
export const EMPTY_BODY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
/** Stands for the hash of a body that TLS protects. */
export const UNSIGNED_BODY = 'UNSIGNED-PAYLOAD';

const ALGORITHM = 'AWS4-HMAC-SHA256';

/**
 * The headers of a request with its signature, by AWS Signature Version 4.
 *
 * @param at when it is sent; servers refuse a clock that is 15 minutes off.
 */
export function signed(
  { method, url, headers, bodyHash }: Unsigned,
  { keyId, secret, token }: S3Credentials,
  { region, at, service = 's3' }: { readonly region: string; readonly at: Date; readonly service?: string },
): Record<string, string> {
  const time = at.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const day = time.slice(0, 8);
  const all: Record<string, string> = {
    ...headers,
    host: url.host,
    'x-amz-content-sha256': bodyHash,
    'x-amz-date': time,
    ...(token === undefined ? {} : { 'x-amz-security-token': token }),
  };
  const names = Object.keys(all)
    .filter(
      (name) => name === 'host' || name === 'content-md5' || name === 'range' || name.startsWith('x-amz-'),
    )
    .sort();
  const canonical = [
    method,
    url.pathname,
    url.search.slice(1),
    ...names.map((name) => `${name}:${(all[name] ?? '').trim().replaceAll(/\s+/g, ' ')}`),
    '',
    names.join(';'),
    bodyHash,
  ].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const toSign = [ALGORITHM, time, scope, sha256(canonical)].join('\n');
  let key: Buffer | string = `AWS4${secret}`;
  for (const part of [day, region, service, 'aws4_request']) key = hmac(key, part);
  const signature = hmac(key, toSign).toString('hex');
  const authorization = `${ALGORITHM} Credential=${keyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return { ...all, authorization };
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
