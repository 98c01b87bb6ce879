/** The secret of one start of the server: the address that is printed carries it, a cookie keeps it. */
export interface Session {
  readonly token: string;
  /** Differs by port: a browser keeps cookies by host alone, and two dashboards would take each other's. */
  readonly cookie: string;
}

/** The cookie for a browser that showed the token. */
export function sessionCookie({ token, cookie }: Session, path: string): string {
  return `${cookie}=${token}; Path=${path}; HttpOnly; SameSite=Strict`;
}

/** Whether a `Cookie` header carries the session. */
export function hasSession(header: string | undefined, session: Session): boolean {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim());
  return pairs.some((pair) => isSame(pair, `${session.cookie}=${session.token}`));
}

/** Compares in a time that does not tell how much was right. */
export function isSame(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < b.length; i++) difference |= (a.charCodeAt(i) || 0) ^ b.charCodeAt(i);
  return difference === 0;
}
