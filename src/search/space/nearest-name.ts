import { editDistance } from '../../units/edit-distance.ts';

/** Longer words are not compared. */
const LONGEST = 100;

/** The name that was probably meant: at most one slip in three characters, whatever the case and the signs between words. */
export function nearestName(word: string, names: readonly string[]): string | undefined {
  const plain = normal(word);
  if (plain === '' || plain.length > LONGEST) return undefined;
  let best: string | undefined;
  let least = Math.max(1, Math.floor(plain.length / 3)) + 1;
  for (const name of names) {
    if (name.length > LONGEST) continue;
    const distance = editDistance(plain, normal(name));
    if (distance < least) {
      least = distance;
      best = name;
    }
  }
  return best;
}

function normal(word: string): string {
  return word.toLowerCase().replaceAll(/[-_\s]/g, '');
}
