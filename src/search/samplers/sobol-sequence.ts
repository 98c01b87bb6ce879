import { philox4x32 } from '../random/philox.ts';
import { JOE_KUO } from './joe-kuo.ts';

const BITS = 32;

/** Dimensions that there are direction numbers for. */
export const SOBOL_DIMENSIONS = JOE_KUO.length + 1;

/**
 * One coordinate of the points of a Sobol sequence in Gray-code order, from 0 to below 2^32: the fractions of 2^32 fill [0, 1) far more
 * evenly than random ones do.
 */
export function sobolWord(dimension: number, point: number): number {
  const directions = directionsOf(dimension);
  // Point numbers beyond 2^32 begin anew: no search has so many trials.
  let gray = (point ^ (point >>> 1)) >>> 0;
  let word = 0;
  for (let bit = 0; gray !== 0; bit += 1, gray >>>= 1) {
    if ((gray & 1) === 1) word ^= directions[bit] as number;
  }
  return word >>> 0;
}

/**
 * Scrambles a coordinate as Owen has it: every bit is flipped, or not, by chance that depends on the bits above it, so that the points
 * stay as even, and none is special (the first would be a corner). A. B. Owen, "Randomly permuted (t,m,s)-nets and (t,s)-sequences", 1995.
 *
 * @param key0 with `key1` the randomness of the dimension.
 */
export function scrambled(word: number, key0: number, key1: number): number {
  let flips = 0;
  for (let bit = 0; bit < BITS; bit += 1) {
    const above = bit === 0 ? 0 : word >>> (BITS - bit);
    const [chance] = philox4x32([above, bit, 0, 0], key0, key1);
    flips = (flips << 1) | (chance & 1);
  }
  return (word ^ flips) >>> 0;
}

const kept = new Map<number, Uint32Array>();

function directionsOf(dimension: number): Uint32Array {
  let directions = kept.get(dimension);
  if (directions === undefined) {
    directions = makeDirections(dimension);
    kept.set(dimension, directions);
  }
  return directions;
}

function makeDirections(dimension: number): Uint32Array {
  const directions = new Uint32Array(BITS);
  if (dimension === 0) {
    for (let bit = 0; bit < BITS; bit += 1) directions[bit] = 1 << (BITS - 1 - bit);
    return directions;
  }
  const [polynomial = 1, ...starts] = (JOE_KUO[dimension - 1] ?? '').split(' ').map(Number);
  const degree = starts.length;
  for (let bit = 0; bit < BITS; bit += 1) {
    const start = starts[bit];
    if (start !== undefined) {
      directions[bit] = start << (BITS - 1 - bit);
      continue;
    }
    const oldest = directions[bit - degree] as number;
    let next = oldest ^ (oldest >>> degree);
    for (let back = 1; back < degree; back += 1) {
      if (((polynomial >>> (degree - back)) & 1) === 1) next ^= directions[bit - back] as number;
    }
    directions[bit] = next;
  }
  return directions;
}
