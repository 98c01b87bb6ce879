const DAY = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' });
const CLOCK = new Intl.DateTimeFormat('en', { timeStyle: 'medium', hourCycle: 'h23' });

/** A time, ISO 8601, as the reader's clock shows it: `Nov 26, 2026, 10:01`. */
export function dateText(iso: string): string {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? iso : DAY.format(time);
}

/** A moment of this day, ms since 1970, as the reader's clock shows it: `10:01:30`. */
export function clockText(ms: number): string {
  return CLOCK.format(ms);
}
