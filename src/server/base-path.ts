/**
 * A path under which a proxy passes the dashboard on, as it stands in an address: begins and ends with `/`.
 *
 * @example
 * basePathOf('user/me/proxy') // '/user/me/proxy/'
 * basePathOf(undefined) // '/'
 */
export function basePathOf(given: string | undefined): string {
  const { pathname } = new URL(`/${given ?? ''}/`.replace(/[/\\]+/g, '/'), 'http://host');
  // What would end the cookie's path; browsers leave it in an address as it stands, so such a path is not one to choose.
  return pathname.replaceAll(';', '%3B');
}

/** Where a request leads within the dashboard. Some proxies pass their own path on, some take it away: both are understood. */
export function withinBase(path: string, basePath: string): string {
  const base = decoded(basePath);
  if (path.startsWith(base)) return path.slice(base.length - 1);
  return `${path}/` === base ? '/' : path;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a lone % stands for itself
  }
}
