/** A time as DVC's JSON has it: local, to the second, without a zone. */
export function isoTime(ms: number): string {
  const at = new Date(ms);
  const two = (n: number): string => `${n}`.padStart(2, '0');
  const day = `${`${at.getFullYear()}`.padStart(4, '0')}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A time as a table has it: the hour of today, the day of earlier. */
export function shortTime(ms: number, nowMs: number): string {
  const at = new Date(ms);
  const two = (n: number): string => `${n}`.padStart(2, '0');
  const isToday = isoTime(ms).slice(0, 10) === isoTime(nowMs).slice(0, 10);
  if (!isToday) return `${MONTHS[at.getMonth()] ?? ''} ${two(at.getDate())}, ${at.getFullYear()}`;
  return `${two(at.getHours() % 12 === 0 ? 12 : at.getHours() % 12)}:${two(at.getMinutes())} ${at.getHours() < 12 ? 'AM' : 'PM'}`;
}
