import { api } from './base.ts';

/** Shows the server the token that the printed address carries, and takes it out of the address bar: it is a secret, the rest may be passed on. */
export async function showToken(): Promise<void> {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token === null) return;
  history.replaceState(null, '', location.pathname + location.search);
  // Where it is refused the first question says so, with what to do.
  await fetch(api('/session'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  }).catch(() => undefined);
}
