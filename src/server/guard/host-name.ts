/** Names under which this machine's loopback is reached. */
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/;
/** A name or an address, and nothing else but a port: no user, no path, no dot at the end. */
const HOST = /^(\[[\d:.a-f]+\]|[^\s:@/\\?#[\]]+)(?::\d{1,5})?$/;
const ADDRESS = /^(\d{1,3}(\.\d{1,3}){3}|\[[\d:.a-f]+\])$/;

/** Under which names a dashboard may be asked. */
export interface KnownHosts {
  /** Names beside loopback's, lower case, without a port: those of a proxy, or of this machine where it serves others. */
  readonly names: readonly string[];
  /** Whether any address in digits is one: where it serves others too. Nobody else's name can lead there. */
  readonly anyAddress?: boolean;
}

/** Whether a `Host` header is one that leads here on purpose. A web page whose name was made to lead to this machine (DNS rebinding) says its own name. */
export function isKnownHost(header: string | undefined, { names, anyAddress }: KnownHosts): boolean {
  const name = HOST.exec(header?.toLowerCase() ?? '')?.[1];
  if (name === undefined) return false;
  return LOOPBACK.test(name) || names.includes(name) || (anyAddress === true && ADDRESS.test(name));
}

/**
 * Whether a request was made by this dashboard's own page. A browser names the page's origin with everything that changes something.
 *
 * @param names of proxies that were allowed: such a one may say another `Host` than the browser sees.
 */
export function isOwnOrigin(
  origin: string | undefined,
  host: string | undefined,
  { names }: KnownHosts,
): boolean {
  if (origin === undefined || host === undefined) return false;
  const asked = /^https?:\/\/(.+)$/.exec(origin.toLowerCase())?.[1];
  if (asked === undefined) return false;
  const name = HOST.exec(asked)?.[1];
  return asked === host.toLowerCase() || (name !== undefined && names.includes(name));
}
