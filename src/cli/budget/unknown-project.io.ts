import type { Book } from '../../book/book.io.ts';
import { type Problem, problem } from '../../errors.ts';
import { didYouMeanText } from '../output/did-you-mean.ts';

/** A project of which the book has no run at all: what it used is nothing, and its name may be a slip. */
export function unknownProject(book: Book, project: string): Problem | undefined {
  const all = book.list();
  const known = all.ok ? [...new Set(all.value.rows.map((row) => row.project))].toSorted() : [];
  if (known.length === 0 || known.includes(project)) return undefined;
  return problem(
    'E_NOT_FOUND',
    `no run is of the project ${project}`,
    'So it used nothing.',
    didYouMeanText(project, known) ?? '`joulebook ls` lists the runs with their projects.',
  );
}
