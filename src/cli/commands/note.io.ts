import { problem } from '../../errors.ts';
import { amendRun } from '../amend-run.io.ts';
import type { CliContext } from '../context.ts';
import { openCliBook } from '../open-cli-book.io.ts';
import type { NOTE } from '../spec/book-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** Writes a note. */
export async function run(context: CliContext, input: InputOf<typeof NOTE>): Promise<number> {
  const text = input.arguments.text.join(' ').trim();
  if (text === '') return context.fail(problem('E_USAGE', 'joulebook note: the note is empty'));
  const book = openCliBook(context, input.options);
  if (!book.ok) return context.fail(book.error);
  return amendRun(context, book.value, input.arguments.run, { note: text }, ({ notes }) =>
    notes.length === 1 ? '1 note' : `${notes.length} notes`,
  );
}
