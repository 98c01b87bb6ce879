/** A span below this has no steps that numbers can tell apart. */
const LEAST = 1e-290;

/** From 1, 2 and 5 times a power of ten the smallest that is not below the step. */
function niceStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const digit = step / power;
  return (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10) * power;
}

/**
 * Round values from `low` to `high` at about `count` places; the ends are not stretched to them.
 *
 * @example
 * linearTicks(0, 97, 5) // [0, 20, 40, 60, 80]
 */
export function linearTicks(low: number, high: number, count: number): readonly number[] {
  if (!(high - low > LEAST) || !Number.isFinite(high - low)) return [low];
  const step = niceStep((high - low) / Math.max(1, count));
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => cleaned((first + i) * step));
  return [...new Set(ticks)]; // far from zero they may be too close to be told apart
}

/** Powers of ten between two positive values; with 2 and 5 between them where there are few, every second where there are many. */
export function logTicks(low: number, high: number, count: number): readonly number[] {
  if (!(low > 0) || !(high > low) || high === Number.POSITIVE_INFINITY) return [low];
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const decades = last - first;
  const every = Math.max(1, Math.ceil(decades / Math.max(1, count)));
  const digits = decades <= count / 2 ? [1, 2, 5] : [1];
  const all: number[] = [];
  for (let power = first; power <= last; power += every)
    for (const digit of digits) all.push(cleaned(digit * 10 ** power));
  const inside = all.filter((value) => value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9));
  return inside.length >= 2 ? inside : [low, high].map(cleaned);
}

function cleaned(value: number): number {
  return Number(value.toPrecision(14));
}

/** A tick as it is written beside an axis whose unit stands in its title. */
export function tickText(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  const short = Number(value.toPrecision(4));
  if (size >= 1e6 || size < 1e-4) return short.toExponential().replace('e+', 'e').replace('-', '−');
  return String(short).replace('-', '−');
}
