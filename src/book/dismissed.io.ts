import { join } from 'node:path';
import type { Problem } from '../errors.ts';
import { type Dismissal, readDismissal, standing } from './dismissed.ts';
import { appendSealed, sealedIn } from './sealed-list.io.ts';

/** Notes in a book that a recommendation is dismissed, or wanted back. E_BOOK_WRITE. */
export function noteDismissal(book: string, dismissal: Dismissal): Problem | undefined {
  return appendSealed(pathIn(book), [dismissal]);
}

/** What is dismissed in a book, by its key. */
export function dismissedIn(book: string): {
  readonly dismissed: ReadonlyMap<string, Dismissal>;
  readonly problem?: Problem;
} {
  const { entries, problem } = sealedIn(pathIn(book), readDismissal);
  return { dismissed: standing(entries), ...(problem === undefined ? {} : { problem }) };
}

function pathIn(book: string): string {
  return join(book, 'dismissed.jsonl');
}
