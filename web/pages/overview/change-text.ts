/** From so large a ratio a change is told as a factor. */
const FACTOR_FROM = 3;

/**
 * How a sum has changed against the one before, in words and a sign: never by a colour, for more is not worse.
 *
 * @param span what the other is of, e.g. `the 30 days before`.
 * @example
 * changeText(120, 100, 'the week before') // '▲ 20 % more than the week before'
 */
export function changeText(now: number | null, before: number | null, span: string): string | undefined {
  if (now === null || before === null || !Number.isFinite(now) || !Number.isFinite(before)) return undefined;
  if (before === 0) return now === 0 ? undefined : `nothing in ${span}`;
  const ratio = now / before;
  if (ratio >= FACTOR_FROM) return `▲ ${digits(ratio)} times ${span}`;
  const percent = Math.round(Math.abs(ratio - 1) * 100);
  if (percent === 0) return `as in ${span}`;
  return ratio > 1 ? `▲ ${percent} % more than ${span}` : `▼ ${percent} % less than ${span}`;
}

function digits(ratio: number): string {
  return ratio < 100 ? String(Number(ratio.toPrecision(2))) : String(Math.round(ratio));
}
