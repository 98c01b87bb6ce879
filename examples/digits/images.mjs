// The handwritten digits: reading them, and splitting them into a part to learn from and a part to be tested on.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

export const PIXELS = 64;
export const CLASSES = 10;
const TEST_PART = 0.2;

/** Images of a CSV file, packed or not: 64 grey values from 0 to 16 and the digit, one image a line. */
export function readImages(path) {
  const bytes = readFileSync(path);
  const text = bytes[0] === 0x1f ? gunzipSync(bytes) : bytes;
  return text
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const numbers = line.split(',').map(Number);
      return {
        line,
        pixels: Float64Array.from(numbers.slice(0, PIXELS), (grey) => grey / 16),
        digit: numbers[PIXELS],
      };
    });
}

/** Four fifths to learn from, one fifth to be tested on, by chance. */
export function split(images, random) {
  shuffle(images, random);
  const kept = Math.round(images.length * (1 - TEST_PART));
  return [images.slice(0, kept), images.slice(kept)];
}

export function shuffle(list, random) {
  for (let i = list.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [list[i], list[j]] = [list[j], list[i]];
  }
}

/** Tommy Ettinger's mulberry32: a 32-bit generator, so that a seed means the same numbers everywhere. */
export function mulberry32(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
