import { problem } from '../../errors.ts';
import type { CliContext } from '../context.ts';
import { openCliBook } from '../open-cli-book.io.ts';
import type { TAG } from '../spec/book-specs.ts';
import type { InputOf } from '../spec/spec.ts';
import { amendRun } from '../amend-run.io.ts';

/** Adds and removes tags. */
export async function run(context: CliContext, input: InputOf<typeof TAG>): Promise<number> {
  const { run: ref, tags } = input.arguments;
  const { remove } = input.options;
  if (tags.length === 0 && remove.length === 0) {
    return context.fail(
      problem(
        'E_USAGE',
        'joulebook tag: no tag is given',
        undefined,
        `Add one: joulebook tag ${ref} TAG. Take one off: --remove TAG.`,
      ),
    );
  }
  const book = openCliBook(context, input.options);
  if (!book.ok) return context.fail(book.error);
  return amendRun(context, book.value, ref, { addTags: tags, removeTags: remove }, (record) =>
    record.tags.length === 0 ? 'no tags' : `tags: ${record.tags.join(', ')}`,
  );
}
