/** What a device asks of whoever wants in (RFC 7235), in the forms that plugs use. */
export type AuthChallenge =
  | { readonly scheme: 'basic' }
  | {
      readonly scheme: 'digest';
      readonly realm: string;
      readonly nonce: string;
      readonly algorithm: 'SHA-256' | 'MD5';
      /** False: of RFC 2069, without count and client nonce. */
      readonly hasQop: boolean;
      readonly opaque?: string;
    };

/**
 * Parses a `WWW-Authenticate` header; the strongest way where several are offered, undefined where none is known.
 *
 * @example
 * parseChallenge('Digest qop="auth", realm="shellyplugsg3-1", nonce="642dabce", algorithm=SHA-256');
 */
export function parseChallenge(header: string): AuthChallenge | undefined {
  const offers = header.split(/,\s*(?=(?:Basic|Digest)\s)/i).map(parseOne);
  const digests = offers.filter((offer) => offer?.scheme === 'digest');
  return (
    digests.find((offer) => offer?.scheme === 'digest' && offer.algorithm === 'SHA-256') ??
    digests[0] ??
    offers.find((offer) => offer?.scheme === 'basic')
  );
}

function parseOne(text: string): AuthChallenge | undefined {
  if (/^\s*basic\b/i.test(text)) return { scheme: 'basic' };
  if (!/^\s*digest\s/i.test(text)) return undefined;
  const fields = new Map<string, string>();
  for (const [, name = '', quoted, bare] of text.matchAll(/([a-z]+)\s*=\s*(?:"([^"]*)"|([^\s,"]+))/gi))
    fields.set(name.toLowerCase(), quoted ?? bare ?? '');
  const algorithm = (fields.get('algorithm') ?? 'MD5').toUpperCase();
  const nonce = fields.get('nonce');
  if (nonce === undefined || (algorithm !== 'SHA-256' && algorithm !== 'MD5')) return undefined;
  const opaque = fields.get('opaque');
  const qop = fields.get('qop');
  // Only `auth` is known here; a device that wants `auth-int` alone cannot be entered.
  if (qop !== undefined && !qop.split(/\s*,\s*/).includes('auth')) return undefined;
  return {
    scheme: 'digest',
    realm: fields.get('realm') ?? '',
    nonce,
    algorithm,
    hasQop: qop !== undefined,
    ...(opaque === undefined ? {} : { opaque }),
  };
}
