/**
 * Seconds that a server asks to wait, from its `Retry-After`: a number of seconds or a date (RFC 9110, 10.2.3). Undefined where it says nothing that can
 * be understood.
 */
export function retryAfterS(header: string | undefined, nowMs: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/u.test(text)) return Number(text);
  const at = /\d{2}:\d{2}:\d{2}/u.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, (at - nowMs) / 1000);
}

/** How long to wait before another try, s: twice as long each time, spread so that many runs do not come back at once. */
export function backOffS(tries: number, firstS: number, random: number): number {
  return firstS * 2 ** (tries - 1) * (0.5 + random);
}
