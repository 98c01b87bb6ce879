import { ADJECTIVES, ANIMALS } from './name-words.ts';

/** Crockford's base 32: no I, L, O, U. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_DIGITS = 10;
const RANDOM_DIGITS = 16;
const LENGTH = TIME_DIGITS + RANDOM_DIGITS;
const PATTERN = new RegExp(`^[0-7][${DIGITS}]{${LENGTH - 1}}$`, 'u');

/**
 * A ULID (github.com/ulid/spec): 48 bits of time, 80 random bits; ids sort by time as text.
 *
 * @param wallMs milliseconds since 1970, UTC.
 * @param random uniform in [0, 1).
 * @example
 * runId(1_730_000_000_000, () => 0) // '01JB60J5000000000000000000'
 */
export function runId(wallMs: number, random: () => number): string {
  let time = '';
  for (let rest = Math.floor(wallMs), i = 0; i < TIME_DIGITS; i++) {
    time = `${DIGITS[rest % 32]}${time}`;
    rest = Math.floor(rest / 32);
  }
  let tail = '';
  for (let i = 0; i < RANDOM_DIGITS; i++) tail += DIGITS[Math.floor(random() * 32)];
  return time + tail;
}

/** Whether a text is a run's id. */
export function isRunId(text: string): boolean {
  return PATTERN.test(text);
}

/** When an id was made, milliseconds since 1970, UTC. */
export function timeOfId(id: string): number {
  let ms = 0;
  for (let i = 0; i < TIME_DIGITS; i++) ms = ms * 32 + DIGITS.indexOf(id[i] as string);
  return ms;
}

/** The id as people type it: its last six characters. */
export function shortId(id: string): string {
  return id.slice(-6);
}

/**
 * The readable name of a run without one, always the same for the same id.
 *
 * @example
 * readableName('01JB5C3EM0ABCDEFGHJKMNPQ7F3K') // e.g. 'calm-otter-7f3k'
 */
export function readableName(id: string): string {
  // The random digits before the last four, which the name shows as they are.
  let bits = 0;
  for (const digit of id.slice(-10, -4)) bits = bits * 32 + Math.max(0, DIGITS.indexOf(digit));
  const adjective = ADJECTIVES[bits % ADJECTIVES.length];
  const animal = ANIMALS[Math.floor(bits / ADJECTIVES.length) % ANIMALS.length];
  return `${adjective}-${animal}-${id.slice(-4).toLowerCase()}`;
}
