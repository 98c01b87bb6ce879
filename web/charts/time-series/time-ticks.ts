const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** Steps between ticks of an axis of time, s. */
export const TIME_STEPS: number[] = [
  ...[1e-4, 1e-3, 1e-2, 1e-1].flatMap((power) => [power, 2 * power, 5 * power]),
  1,
  2,
  5,
  10,
  15,
  30,
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 5, 7, 14, 28, 50, 100, 200, 500, 1000].map((n) => n * DAY),
];

/**
 * A time since the run began beside an axis whose ticks are `step` apart: no finer than these, no coarser than tells them apart.
 *
 * @example
 * timeTick(3723, 1) // '1:02:03'
 */
export function timeTick(seconds: number, step: number): string {
  if (seconds < 0) return `−${timeTick(-seconds, step)}`;
  const whole = Math.floor(seconds + step / 100);
  const [d, h, m, s] = [
    Math.floor(whole / DAY),
    Math.floor((whole % DAY) / HOUR),
    Math.floor((whole % HOUR) / MINUTE),
    whole % MINUTE,
  ];
  const day = d > 0 ? `${d}d` : '';
  if (step >= DAY) return `${d}d`;
  if (step >= HOUR) return [day, `${h}h`].filter(Boolean).join(' ');
  if (step >= MINUTE) return [day, `${h}:${two(m)}`].filter(Boolean).join(' ');
  const decimals = step >= 1 ? 0 : Math.min(6, Math.ceil(-Math.log10(step) - 1e-9));
  const rest =
    decimals === 0 ? two(s) : (s + (seconds - whole)).toFixed(decimals).padStart(decimals + 3, '0');
  return [day, h > 0 || d > 0 ? `${h}:${two(m)}:${rest}` : `${m}:${rest}`].filter(Boolean).join(' ');
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
