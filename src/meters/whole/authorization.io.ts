import { createHash } from 'node:crypto';
import type { AuthChallenge } from './auth-challenge.ts';

/** Who asks, and for what. */
export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** One request that is to be authorised. */
export interface AuthorisedRequest {
  readonly method: string;
  /** Path and query. */
  readonly uri: string;
  /** How often this nonce is used, from 1. */
  readonly count: number;
  /** A nonce of our own. */
  readonly clientNonce: string;
}

/** The `Authorization` header that answers a challenge: Basic (RFC 7617) or Digest (RFC 7616). */
export function authorization(
  challenge: AuthChallenge,
  { user, password }: Credentials,
  request: AuthorisedRequest,
): string {
  if (challenge.scheme === 'basic')
    return `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
  const { realm, nonce, algorithm, hasQop, opaque } = challenge;
  const hash = (text: string): string =>
    createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
      .update(text)
      .digest('hex');
  const who = hash(`${user}:${realm}:${password}`);
  const what = hash(`${request.method}:${request.uri}`);
  const count = request.count.toString(16).padStart(8, '0');
  const { clientNonce } = request;
  const response = hasQop
    ? hash(`${who}:${nonce}:${count}:${clientNonce}:auth:${what}`)
    : hash(`${who}:${nonce}:${what}`);
  const fields = [
    `username="${quoted(user)}"`,
    `realm="${quoted(realm)}"`,
    `nonce="${quoted(nonce)}"`,
    `uri="${request.uri}"`,
    `algorithm=${algorithm}`,
    ...(hasQop ? ['qop=auth', `nc=${count}`, `cnonce="${clientNonce}"`] : []),
    `response="${response}"`,
    ...(opaque === undefined ? [] : [`opaque="${quoted(opaque)}"`]),
  ];
  return `Digest ${fields.join(', ')}`;
}

function quoted(text: string): string {
  return text.replace(/["\\]/g, '\\$&');
}
