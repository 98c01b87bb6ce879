import { ADJECTIVES, ANIMALS } from '../../book/name-words.ts';

/**
 * A readable name that is not taken yet, such as `calm-otter`.
 *
 * @param random uniform in [0, 1).
 */
export function randomName(random: () => number, isTaken: (name: string) => boolean): string {
  const pick = (words: readonly string[]): string => words[Math.floor(random() * words.length)] ?? '';
  for (let tries = 0; ; tries++) {
    const name = `${pick(ADJECTIVES)}-${pick(ANIMALS)}${tries < MANY ? '' : `-${tries}`}`;
    if (!isTaken(name)) return name;
  }
}

/** After so many names that are taken, numbers make new ones. */
const MANY = 100;
