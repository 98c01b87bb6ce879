import { noteDismissal } from '../../book/dismissed.io.ts';
import { type Problem, problem } from '../../errors.ts';

/** Which recommendation is set aside and why, and which is wanted back; by their keys. */
export interface AsideWishes {
  readonly dismiss?: string | undefined;
  readonly reason?: string | undefined;
  readonly restore?: string | undefined;
}

/** Notes in a book what is set aside and what is wanted back. E_USAGE for what is no key, E_BOOK_WRITE. */
export function setAside(
  book: string,
  { dismiss, reason, restore }: AsideWishes,
  nowMs: number,
): Problem | undefined {
  if (reason !== undefined && dismiss === undefined)
    return problem(
      'E_USAGE',
      '--reason without --dismiss',
      undefined,
      'Name what is set aside: --dismiss KEY.',
    );
  const strange = [dismiss, restore].find((key) => key !== undefined && !isKey(key));
  if (strange !== undefined)
    return problem(
      'E_USAGE',
      `${strange} is no key of a recommendation`,
      'It is a cause and eight digits, e.g. failed-1a2b3c4d.',
      '`joulebook waste` prints it with each.',
    );
  const at = new Date(nowMs).toISOString();
  const aside =
    dismiss === undefined ? undefined : noteDismissal(book, { at, key: dismiss, reason: reason ?? '' });
  if (aside !== undefined || restore === undefined) return aside;
  return noteDismissal(book, { at, key: restore, reason: '', isRestored: true });
}

function isKey(text: string): boolean {
  return /^[a-z-]+-[0-9a-f]{8}$/.test(text);
}
