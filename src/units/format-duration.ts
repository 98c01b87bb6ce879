import { missing, type PrintOptions } from './format.ts';

/** A duration from s: `5 ms`, `3.2 s`, `12m04s`, `1h02m`, `2d 3h`. Rounded to what is shown, so 59.97 s is `1m00s`.
 *
 * @example
 * printDuration(3725) // '1h02m'
 */
export function printDuration(seconds: number | null, options: PrintOptions = {}): string {
  if (seconds === null || !Number.isFinite(seconds)) return missing(options);
  if (seconds < 0) return `-${printDuration(-seconds, options)}`;
  if (seconds === 0) return '0 s';
  const micro = options.ascii === true ? 'us' : 'µs';
  if (rounded(seconds * 1e6) < 1000) return `${rounded(seconds * 1e6)} ${micro}`;
  if (rounded(seconds * 1e3) < 1000) return `${rounded(seconds * 1e3)} ms`;
  if (rounded(seconds) < 60) return `${rounded(seconds)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)}m${two(whole % 60)}s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 1440) return `${Math.floor(minutes / 60)}h${two(minutes % 60)}m`;
  const hours = Math.round(seconds / 3600);
  return hours % 24 === 0 ? `${hours / 24}d` : `${Math.floor(hours / 24)}d ${hours % 24}h`;
}

function rounded(value: number): number {
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(2));
}

function two(value: number): string {
  return `${value}`.padStart(2, '0');
}
