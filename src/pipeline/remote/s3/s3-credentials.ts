/** What requests are signed with. */
export interface S3Credentials {
  readonly keyId: string;
  readonly secret: string;
  /** Of a session. */
  readonly token?: string;
  /** When they lapse, ms since 1970. */
  readonly lapsesMs?: number;
}

/** Credentials in the JSON that AWS's own services and programs print. */
export function credentialsOfJson(text: string): S3Credentials | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Readonly<Record<string, unknown>>;
  const { AccessKeyId: keyId, SecretAccessKey: secret, Expiration: lapses } = fields;
  const token = fields['SessionToken'] ?? fields['Token'];
  if (typeof keyId !== 'string' || typeof secret !== 'string') return undefined;
  const lapsesMs = typeof lapses === 'string' ? Date.parse(lapses) : Number.NaN;
  return {
    keyId,
    secret,
    ...(typeof token === 'string' ? { token } : {}),
    ...(Number.isNaN(lapsesMs) ? {} : { lapsesMs }),
  };
}
