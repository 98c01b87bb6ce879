import { statSync } from 'node:fs';
import { openIndex } from '../../book/index.io.ts';
import { recoverBook } from '../../book/recover.io.ts';
import type { Host } from '../../host/host.ts';
import type { BookFacts } from './book-facts.ts';
import type { Fix, FixOutcome } from './fix.ts';
import { lookAtBook, type NamedBook } from './look-at-book.io.ts';

/** What can be mended in the book. Nothing in a book of another user: what root writes there its owner could not write again. */
export function bookFixes(host: Host, named: NamedBook, book: BookFacts): readonly Fix[] {
  if (!book.usable || !book.exists || !isOurs(book.dir, host.uid)) return [];
  const { dir, lost, index } = book;
  const fixes: Fix[] = [];
  if (lost > 0) {
    const number = lost === 1 ? '1 run' : `${lost} runs`;
    fixes.push({
      id: 'close-lost-runs',
      what: `close ${number} whose tracker was killed`,
      shows: [`write the end and the record of ${number} in ${dir}, up to the last sample`],
      needsRoot: false,
      apply: () => Promise.resolve(closeLost(host, named, dir)),
    });
  }
  if (index.state === 'damaged') {
    fixes.push({
      id: 'rebuild-index',
      what: 'make the index of the book anew',
      shows: [`remove ${dir}/index.db, which is damaged, and make it again from the runs`],
      needsRoot: false,
      apply: () => Promise.resolve(rebuild(host, named, dir)),
    });
  }
  return fixes;
}

function closeLost(host: Host, named: NamedBook, dir: string): FixOutcome {
  const { runs } = recoverBook(dir, host.clock.wallMs());
  const closed = runs.filter(({ state }) => state === 'closed' || state === 'derived').length;
  const after = lookAtBook(host, named);
  const left = after.usable ? after.lost : runs.length - closed;
  const why = runs.find(({ state }) => state === 'failed')?.problems[0];
  return {
    worked: left === 0,
    said: left === 0 ? `${closed} closed` : `${left} could not be closed: ${why?.why ?? why?.what ?? ''}`,
  };
}

function rebuild(host: Host, named: NamedBook, dir: string): FixOutcome {
  const { index, problems } = openIndex(dir, host.clock.wallMs());
  index.close();
  const after = lookAtBook(host, named);
  const worked = after.usable && after.index.state === 'good';
  const [first] = problems;
  return {
    worked,
    said: worked ? 'the index is whole again' : (first?.why ?? first?.what ?? 'it is still damaged'),
  };
}

function isOurs(dir: string, uid: number): boolean {
  try {
    return statSync(dir).uid === uid;
  } catch {
    return false;
  }
}
