/**
 * Where a redirect leads, if it may be followed: to the same host, and from a secure connection to no other. Keys go with the request, so another
 * host is never asked.
 *
 * @returns the address, or why it is not followed.
 */
export function redirectTo(from: URL, location: string | undefined): URL | string {
  if (location === undefined) return 'it redirects to nowhere';
  let to: URL;
  try {
    to = new URL(location, from);
  } catch {
    return 'it redirects to what is no address';
  }
  if (to.protocol !== 'https:' && to.protocol !== 'http:') return 'it redirects to what is no address';
  const isSamePlace = to.host === from.host && to.protocol === from.protocol;
  const isMadeSecure =
    to.hostname === from.hostname && to.protocol === 'https:' && from.port === '' && to.port === '';
  if (isSamePlace || isMadeSecure) return to;
  return `it redirects to another place (${to.protocol}//${to.host})`;
}

/** Statuses with which a server sends elsewhere. */
export function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}
