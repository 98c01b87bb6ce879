/** What the value of an option may be. */
export type OptionKind = 'text' | 'flag' | 'count' | 'whole';

const COMMON: Readonly<Record<string, OptionKind>> = {
  url: 'text',
  jobs: 'count',
  checksum_jobs: 'count',
  worktree: 'flag',
  version_aware: 'flag',
  no_traverse: 'flag',
  verify: 'flag',
};

const LOCAL: Readonly<Record<string, OptionKind>> = {
  ...COMMON,
  type: 'text',
  shared: 'text',
  protected: 'flag',
  slow_link_warning: 'flag',
};

const S3: Readonly<Record<string, OptionKind>> = {
  ...COMMON,
  region: 'text',
  profile: 'text',
  credentialpath: 'text',
  configpath: 'text',
  endpointurl: 'text',
  access_key_id: 'text',
  secret_access_key: 'text',
  session_token: 'text',
  listobjects: 'flag',
  use_ssl: 'flag',
  allow_anonymous_login: 'flag',
  ssl_verify: 'text',
  sse: 'text',
  sse_kms_key_id: 'text',
  sse_customer_algorithm: 'text',
  sse_customer_key: 'text',
  acl: 'text',
  grant_read: 'text',
  grant_read_acp: 'text',
  grant_write_acp: 'text',
  grant_full_control: 'text',
  cache_regions: 'text',
  read_timeout: 'whole',
  connect_timeout: 'whole',
};

const SSH: Readonly<Record<string, OptionKind>> = {
  ...COMMON,
  type: 'text',
  port: 'whole',
  user: 'text',
  password: 'text',
  ask_password: 'flag',
  passphrase: 'text',
  ask_passphrase: 'flag',
  keyfile: 'text',
  timeout: 'whole',
  gss_auth: 'flag',
  allow_agent: 'flag',
  max_sessions: 'whole',
};

/** The options that a remote with this url takes; undefined for one of a kind that only DVC knows, which takes what DVC says. */
export function optionsFor(url: string): Readonly<Record<string, OptionKind>> | undefined {
  const [, scheme] = /^(\w[\w+.-]*):\/\/./.exec(url) ?? [];
  if (scheme === undefined) return LOCAL;
  return { s3: S3, ssh: SSH }[scheme.toLowerCase()];
}

/** What is wrong with a value; undefined where nothing is. */
export function wrongValue(kind: OptionKind, value: string): string | undefined {
  if (/[\r\n]/.test(value)) return 'it has a line end, which the file cannot hold';
  if (kind === 'flag') return /^(?:true|false)$/i.test(value) ? undefined : 'it takes true or false';
  if (kind === 'count')
    return /^\d+$/.test(value) && Number(value) >= 1 ? undefined : 'it takes a number, 1 or more';
  if (kind === 'whole') return /^\d+$/.test(value) ? undefined : 'it takes a whole number';
  return undefined;
}
