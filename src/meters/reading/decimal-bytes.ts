const ZERO = 48;
const MINUS = 45;
const POINT = 46;

/**
 * The decimal number at the beginning of some bytes (after blanks), without making a string; NaN if there is none. Exact for whole numbers
 * up to 2^53.
 */
export function decimalIn(bytes: Uint8Array, length: number): number {
  let at = 0;
  while (at < length && isBlank(bytes[at] as number)) at += 1;
  const isNegative = bytes[at] === MINUS && at < length;
  if (isNegative) at += 1;
  let value = 0;
  let digits = 0;
  let scale = 1;
  let isFraction = false;
  for (; at < length; at += 1) {
    const byte = bytes[at] as number;
    const digit = byte - ZERO;
    if (digit >= 0 && digit <= 9) {
      value = value * 10 + digit;
      if (isFraction) scale *= 10;
      digits += 1;
    } else if (byte === POINT && !isFraction) isFraction = true;
    else if (isBlank(byte) || byte === 0) break;
    else return Number.NaN;
  }
  if (digits === 0) return Number.NaN;
  return (isNegative ? -value : value) / scale;
}

function isBlank(byte: number): boolean {
  return byte === 32 || byte === 9 || byte === 10 || byte === 13;
}
