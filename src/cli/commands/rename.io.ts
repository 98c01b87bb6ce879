import { problem } from '../../errors.ts';
import { amendRun } from '../amend-run.io.ts';
import type { CliContext } from '../context.ts';
import { openCliBook } from '../open-cli-book.io.ts';
import type { RENAME } from '../spec/book-specs.ts';
import type { InputOf } from '../spec/spec.ts';

/** Gives a run another name. */
export async function run(context: CliContext, input: InputOf<typeof RENAME>): Promise<number> {
  const name = input.arguments.name.trim();
  // A leading @ or - would be read as a reference or an option ever after.
  if (name === '' || /^[@-]/.test(name)) {
    return context.fail(
      problem(
        'E_USAGE',
        `joulebook rename: "${name}" is no name`,
        name === '' ? 'It is empty.' : 'A name does not begin with @ or -.',
        'Choose another name.',
      ),
    );
  }
  const book = openCliBook(context, input.options);
  if (!book.ok) return context.fail(book.error);
  return amendRun(context, book.value, input.arguments.run, { rename: name }, () => 'renamed');
}
