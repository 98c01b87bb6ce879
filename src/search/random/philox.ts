const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;
const ROUNDS = 10;

/** Four 32-bit words, unsigned. */
export type Words = [number, number, number, number];

/**
 * Philox4x32-10: a bijection of 128-bit counters for each 64-bit key whose outputs pass the batteries of statistical tests. Counter-based,
 * so that any number of any stream is had without those before it (Salmon, Moraes, Dror & Shaw, SC 2011).
 */
export function philox4x32(counter: Readonly<Words>, key0: number, key1: number): Words {
  let [a, b, c, d] = counter;
  let k0 = key0;
  let k1 = key1;
  for (let round = 0; round < ROUNDS; round += 1) {
    const high0 = highWord(MULTIPLIER_0, a);
    const high1 = highWord(MULTIPLIER_1, c);
    const low0 = Math.imul(MULTIPLIER_0, a);
    const low1 = Math.imul(MULTIPLIER_1, c);
    a = high1 ^ b ^ k0;
    b = low1;
    c = high0 ^ d ^ k1;
    d = low0;
    k0 = (k0 + WEYL_0) | 0;
    k1 = (k1 + WEYL_1) | 0;
  }
  return [a >>> 0, b >>> 0, c >>> 0, d >>> 0];
}

/** Upper 32 bits of the 64-bit product of two 32-bit words, by halves since doubles hold 53 bits only. */
function highWord(x: number, y: number): number {
  const xHigh = x >>> 16;
  const xLow = x & 0xffff;
  const yHigh = y >>> 16;
  const yLow = y & 0xffff;
  const middle = xHigh * yLow + ((xLow * yLow) >>> 16);
  const carry = xLow * yHigh + (middle % 0x10000);
  return (xHigh * yHigh + Math.floor(middle / 0x10000) + Math.floor(carry / 0x10000)) | 0;
}
