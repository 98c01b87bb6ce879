/** Odd multipliers with well-spread bits, one for each lane: 2^32 / golden ratio, and a prime near 2^32 / e. */
const FIRST = 0x9e3779b1;
const SECOND = 0x5e2d58d9;
const WORD = 2 ** 32;

/**
 * A digest of whole numbers up to 2^53 in their order, to notice change, not to withstand malice: 53 bits, so that it is itself a number
 * that JSON and SQLite keep whole. Plain arithmetic and no garbage, for it stands before every listing, in code that is still cold.
 *
 * @example
 * digestOf([1, 2]) === digestOf([2, 1]) // false
 */
export function digestOf(numbers: Iterable<number>): number {
  let a = 1;
  let b = 2;
  for (const number of numbers) {
    const low = number | 0;
    const high = (number / WORD) | 0;
    a = Math.imul((a ^ low) + (b >>> 15), FIRST);
    b = Math.imul((b ^ high) + (a >>> 13), SECOND);
    a = Math.imul((a ^ high) + (b >>> 15), SECOND);
    b = Math.imul((b ^ low) + (a >>> 13), FIRST);
  }
  return (b >>> 11) * WORD + (a >>> 0);
}
