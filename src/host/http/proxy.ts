/** A server through which others are spoken to. */
export interface Proxy {
  readonly url: URL;
  /** Value of `Proxy-Authorization`, where the address of the proxy names a user. */
  readonly authorization?: string;
}

/**
 * The proxy that the environment names for an address, by the rules of curl and Python: `https_proxy` or `http_proxy`, small or capital
 * letters, unless `no_proxy` lists the host. `HTTP_PROXY` in capitals counts for nothing in a CGI program, where a client can set it.
 *
 * @param base64 of a text, for the proxy's user.
 * @returns undefined where it is spoken to directly; 'wrong' where the proxy is no address.
 */
export function proxyFor(
  url: URL,
  env: Readonly<Record<string, string | undefined>>,
  base64: (text: string) => string,
): Proxy | 'wrong' | undefined {
  const name = url.protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  const isUnsafe = name === 'http_proxy' && env['REQUEST_METHOD'] !== undefined;
  const told = env[name] ?? (isUnsafe ? undefined : env[name.toUpperCase()]) ?? '';
  if (told === '' || isExempt(url, env['no_proxy'] ?? env['NO_PROXY'] ?? '')) return undefined;
  const text = told.includes('://') ? told : `http://${told}`;
  const proxy = URL.canParse(text) ? new URL(text) : undefined;
  if (proxy?.protocol !== 'http:' && proxy?.protocol !== 'https:') return 'wrong';
  const { username, password } = proxy;
  if (username === '') return { url: proxy };
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { url: proxy, authorization: `Basic ${base64(user)}` };
}

/** Whether a host, or one that it belongs to, is listed as one to be spoken to directly. */
function isExempt({ hostname, port, protocol }: URL, list: string): boolean {
  const host = hostname.toLowerCase().replace(/^\[|\]$/gu, '');
  const own = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  return list
    .split(/[\s,]+/u)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      const [, name = '', at] = /^(.*?)(?::(\d+))?$/u.exec(entry.toLowerCase()) ?? [];
      const isAddress = entry.includes('::') || entry.startsWith('[');
      const suffix = (isAddress ? entry.toLowerCase() : name).replace(/^\*?\.|^\[|\]$/gu, '');
      const isHost = host === suffix || host.endsWith(`.${suffix}`);
      return isHost && (isAddress || at === undefined || at === own);
    });
}
