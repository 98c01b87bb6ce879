/** More digits than `toFixed` writes. */
const MOST_DIGITS = 100;
/** From here on a number is whole, and JavaScript writes it with an exponent. */
const WHOLE_FROM = 1e21;

/** A number to so many digits behind the point as Python's `round` does it: halves go to the even digit. */
export function roundTo(value: number, digits: number): number {
  if (!Number.isFinite(value) || Math.abs(value) >= WHOLE_FROM || digits >= MOST_DIGITS) return value;
  const away = value.toFixed(digits);
  const exact = value.toFixed(MOST_DIGITS);
  const rest = exact.slice(exact.indexOf('.') + 1 + digits);
  const isHalf = /^50*$/.test(rest);
  // Of two that are as near, JavaScript takes the one away from nought and Python the even one.
  const toward = exact.slice(0, exact.length - rest.length).replace(/\.$/, '');
  return Number(isHalf && /[02468]$/.test(toward) ? toward : away);
}
