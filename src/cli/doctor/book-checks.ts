import type { BookFacts, FolderTrial } from './book-facts.ts';
import { byteText } from './byte-text.ts';
import { type Check, check } from './check.ts';

/** A day of a run writes some 20 MB: below this the disk may be full before a long one ends. */
const LOW_SPACE_BYTES = 200e6;
const CLOSE_LOST = 'joulebook doctor --fix (any listing does it too)';

/** The book: which, whether it can be written, what waits in it. */
export function bookChecks(book: BookFacts): readonly Check[] {
  if (!book.usable) {
    const { what, why, fix } = book.problem;
    return [check('book.place', ['book', 'Book'], 'fail', what, { why, fix })];
  }
  const { dir, exists, because, note, runs, bytes, alive, problems } = book;
  const number = runs === 1 ? '1 run' : `${runs} runs`;
  const what = exists
    ? `${dir}: ${number}, ${byteText(bytes)}${alive > 0 ? `, ${alive} going on` : ''}`
    : `${dir}: made by the first run`;
  return [
    check('book.place', ['book', 'Book'], 'ok', what, {
      details: [because, ...(note === undefined ? [] : [note])],
    }),
    writeCheck(book.trial, exists),
    ...lockCheck(book.trial),
    ...spaceCheck(book.freeBytes),
    ...lostCheck(book.lost),
    ...indexCheck(book.index),
    ...problems.map((one) =>
      check('book.trouble', ['book', 'Trouble'], 'warn', one.what, { why: one.why, fix: one.fix }),
    ),
  ];
}

function writeCheck(trial: FolderTrial, exists: boolean): Check {
  const about = ['book', 'Writing'] as const;
  if (trial.can) return check('book.write', about, 'ok', 'a file was written there and removed again');
  const what = exists ? 'the book cannot be written' : 'no book can be made there';
  return check('book.write', about, 'fail', what, { why: trial.why, fix: `${trial.fix} (--book DIR)` });
}

function lockCheck(trial: FolderTrial): readonly Check[] {
  if (!trial.can) return [];
  const about = ['book', 'Locks'] as const;
  if (trial.lock === 'flock') return [check('book.lock', about, 'ok', 'flock works there')];
  if (trial.lock === 'file') {
    return [
      check('book.lock', about, 'note', 'no flock there: lock files are used', {
        why: 'the disk does not offer flock (some network file systems), or the native bindings are missing',
      }),
    ];
  }
  return [
    check('book.lock', about, 'fail', 'locks do not keep others out there', {
      why: 'a lock that was held was given away a second time: two runs could damage each other',
      fix: 'mount the disk with locks (NFS: local_lock=none), or keep the book elsewhere (--book DIR)',
    }),
  ];
}

function spaceCheck(freeBytes: number | undefined): readonly Check[] {
  if (freeBytes === undefined) return [];
  const about = ['book', 'Disk'] as const;
  const what = `${byteText(freeBytes)} free`;
  if (freeBytes >= LOW_SPACE_BYTES) return [check('book.space', about, 'ok', what)];
  return [
    check('book.space', about, 'warn', what, {
      why: 'a run writes some 20 MB a day at one reading a second',
      fix: 'free some space, or keep the book on another disk (--book DIR)',
    }),
  ];
}

function lostCheck(lost: number): readonly Check[] {
  if (lost === 0) return [];
  const what = `${lost === 1 ? '1 run has' : `${lost} runs have`} ended without an end`;
  return [
    check('book.lost', ['book', 'Lost runs'], 'note', what, {
      why: 'their tracker was killed; what was measured until then is kept',
      fix: CLOSE_LOST,
    }),
  ];
}

function indexCheck({ state, why }: Extract<BookFacts, { usable: true }>['index']): readonly Check[] {
  const about = ['book', 'Index'] as const;
  if (state === 'good') return [check('book.index', about, 'ok', 'whole')];
  if (state === 'none') return [];
  const fix = state === 'damaged' ? 'joulebook doctor --fix (any listing makes it anew too)' : undefined;
  return [check('book.index', about, 'note', `${state}: listings are slower, nothing is lost`, { why, fix })];
}
