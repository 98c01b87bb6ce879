import { join } from 'node:path';
import type { Problem } from '../errors.ts';
import { type Avoided, readAvoided } from './avoided.ts';
import { appendSealed, sealedIn } from './sealed-list.io.ts';

/** Notes in a book what did not have to be computed. Each line is written at once, so that several processes may. */
export function noteAvoided(book: string, entries: readonly Avoided[]): Problem | undefined {
  return appendSealed(pathIn(book), entries);
}

/** What a book says was not computed again. Torn and altered lines are left out, and told. */
export function avoidedIn(book: string): {
  readonly entries: readonly Avoided[];
  readonly problem?: Problem;
} {
  return sealedIn(pathIn(book), readAvoided);
}

function pathIn(book: string): string {
  return join(book, 'avoided.jsonl');
}
