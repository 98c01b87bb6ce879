import { engineOf } from '../../search/engine/engine-of.ts';
import { renameStudy } from '../../search/journal/rename-study.io.ts';
import { studyFolder } from '../../search/journal/study-folder.io.ts';
import type { CliContext } from '../context.ts';
import type { InputOf } from '../spec/spec.ts';
import type { STUDY_RENAME } from '../spec/study-specs.ts';
import { bookDir, chooseStudy } from '../study/choose-study.io.ts';

/** `joulebook study rename`: gives a study another name. */
export async function run(
  context: CliContext,
  { options, arguments: { study, name } }: InputOf<typeof STUDY_RENAME>,
): Promise<number> {
  const from = chooseStudy(context, options, study);
  if (!from.ok) return context.fail(from.error);
  const book = bookDir(context, options);
  const to = book.ok ? studyFolder(book.value, name) : book;
  if (!to.ok) return context.fail(to.error);
  const failed = renameStudy(from.value, to.value, engineOf, context.host.clock);
  if (failed !== undefined) return context.fail(failed);
  if (!context.json && !context.quiet)
    context.err(
      `${from.value.name} is ${name} now; its search goes on with --name ${name}, or that name in its file\n`,
    );
  return context.succeed({ renamed: from.value.name, name });
}
