const DAY_MS = 86_400_000;
/** In English, as all our output; asking Intl for them costs 30 ms at the first call. */
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * A moment as people say it, in the zone of this process: `today 09:12`, `yest. 22:01`, `Nov 20 14:03`, `2025-11-20`.
 *
 * @param ms milliseconds since 1970.
 */
export function localTime(ms: number, nowMs: number): string {
  const at = new Date(ms);
  const now = new Date(nowMs);
  const clock = `${two(at.getHours())}:${two(at.getMinutes())}`;
  if (sameDay(at, now)) return `today ${clock}`;
  if (sameDay(at, new Date(nowMs - DAY_MS))) return `yest. ${clock}`;
  if (at.getFullYear() === now.getFullYear()) return `${MONTHS[at.getMonth()]} ${two(at.getDate())} ${clock}`;
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

function sameDay(a: Date, b: Date): boolean {
  return a.getFullYear() === b.getFullYear() && a.getMonth() === b.getMonth() && a.getDate() === b.getDate();
}

function two(value: number): string {
  return `${value}`.padStart(2, '0');
}
