/** Where values stand along an axis. */
export interface Scale {
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
}

/** Most marks along an axis. */
const TICKS = 5;
/** Values that are nearer than this are one: what is smaller cannot be divided. */
const LEAST_SPAN = 1e-300;

/** A scale from values to pixels, linear or logarithmic. A logarithm of what is not above 0 is not taken: the scale is linear then. */
export function scaleOf(
  values: readonly number[],
  from: number,
  to: number,
  kind: 'linear' | 'log' = 'linear',
): Scale {
  const finite = values.filter(Number.isFinite);
  let low = finite.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  let high = finite.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  if (low > high) [low, high] = [0, 1];
  const [a, b] = [Math.log10(low), Math.log10(high)];
  if (kind === 'log' && low > 0 && b > a) {
    const ticks = Array.from(
      { length: Math.floor(b) - Math.ceil(a) + 1 },
      (_, i) => 10 ** (Math.ceil(a) + i),
    );
    const each = Math.ceil(ticks.length / TICKS);
    return {
      at: (value) => from + ((Math.log10(value) - a) / (b - a)) * (to - from),
      ticks: ticks.length >= 2 ? ticks.filter((_, i) => i % each === 0) : [low, high],
    };
  }
  if (high - low < LEAST_SPAN) {
    const half = Math.abs(low) / 2 < LEAST_SPAN ? 1 : Math.abs(low) / 2;
    [low, high] = [Math.max(low - half, -Number.MAX_VALUE), Math.min(high + half, Number.MAX_VALUE)];
  }
  // By halves, for the whole may be more than a number holds.
  const span = high / 2 - low / 2;
  return {
    at: (value) => from + ((value / 2 - low / 2) / span) * (to - from),
    ticks: roundTicks(low, high).filter((tick) => tick >= low && tick <= high),
  };
}

/** Round numbers between two ends. */
function roundTicks(low: number, high: number): readonly number[] {
  const raw = high / TICKS - low / TICKS;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 5, 10].find((times) => times * power >= raw) ?? 10) * power;
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step);
}
