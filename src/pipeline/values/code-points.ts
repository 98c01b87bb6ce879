const SURROGATES_FROM = 0xd800;
const SURROGATES_TO = 0xdfff;

/**
 * Orders text as Python does, by Unicode code points; for `Array.sort`. JavaScript's own order is by UTF-16 units, in which a character
 * beyond U+FFFF comes before U+E000 to U+FFFF.
 */
export function byCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** Half of a pair stands for a character above all that one unit can hold. */
function rank(unit: number): number {
  return unit >= SURROGATES_FROM && unit <= SURROGATES_TO ? unit + 0x10000 : unit;
}

/** How many characters (code points) a text has, as Python's `len` counts them. */
export function codePoints(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length - 1; i++) {
    if ((text.charCodeAt(i) & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) count--;
  }
  return count;
}
