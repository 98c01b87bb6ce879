import { normalQuantileFast } from '../../stats/log-ndtr.ts';
import { philox4x32, type Words } from './philox.ts';
import type { RandomStream } from './random-stream.ts';

/** What names a stream beside the seed: the number of a trial, a purpose. */
export type StreamKey = number | string;

/**
 * The stream of random numbers of `seed` and `keys`: the same numbers whenever and wherever it is made, and others than those of any other
 * seed or keys.
 *
 * @example
 * streamOf(7, 12, 'proposal').uniform() // the first number of trial 12
 */
export function streamOf(seed: number, ...keys: readonly StreamKey[]): RandomStream {
  const [key0, key1, high0, high1] = digest([seed, ...keys]);
  let block: Words = [0, 0, 0, 0];
  let blocks = 0;
  let used = 4;
  const word = (): number => {
    if (used === 4) {
      block = philox4x32([blocks >>> 0, Math.floor(blocks / 2 ** 32), high0, high1], key0, key1);
      blocks += 1;
      used = 0;
    }
    used += 1;
    return block[used - 1] as number;
  };
  // 27 and 26 bits, as the reference implementation of the Mersenne Twister makes its 53.
  const uniform = (): number => ((word() >>> 5) * 2 ** 26 + (word() >>> 6)) / 2 ** 53;
  return {
    uniform,
    integer: (n) => Math.floor(uniform() * n),
    // The middle of the cell of 2^-53: neither 0 nor 1, whose quantiles are infinite.
    normal: () => normalQuantileFast(uniform() + 2 ** -54),
  };
}

/** 128 bits of keys, each absorbed by a round of the generator itself: the bits so far are the key, the new ones the counter. */
function digest(keys: readonly StreamKey[]): Words {
  let state: Words = [0, 0, 0, 0];
  const absorb = (first: number, second: number, kind: number): void => {
    state = philox4x32([first, second, state[2], (state[3] ^ kind) >>> 0], state[0], state[1]);
  };
  for (const key of keys) {
    if (typeof key === 'number') {
      const [low, high] = wordsOf(key);
      absorb(low, high, 1);
    } else {
      absorb(key.length, 0, 2);
      for (let at = 0; at < key.length; at += 2) absorb(key.charCodeAt(at), codeAt(key, at + 1), 3);
    }
  }
  return state;
}

function codeAt(text: string, at: number): number {
  return at < text.length ? text.charCodeAt(at) : 0;
}

/** The bits of a double; those of 0 for -0, so that equal seeds are the same seed. */
function wordsOf(value: number): readonly [number, number] {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value === 0 ? 0 : value);
  return [view.getUint32(4), view.getUint32(0)];
}
