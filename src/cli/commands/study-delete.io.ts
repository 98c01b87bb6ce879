import { rmSync } from 'node:fs';
import { problem } from '../../errors.ts';
import { whyNot } from '../../host/file-failure.io.ts';
import { isLocked } from '../../host/lock.io.ts';
import type { CliContext } from '../context.ts';
import { confirm } from '../pipeline/confirm.io.ts';
import type { InputOf } from '../spec/spec.ts';
import type { STUDY_DELETE } from '../spec/study-specs.ts';
import { chooseStudy } from '../study/choose-study.io.ts';

/** `joulebook study delete`: takes a study away. */
export async function run(
  context: CliContext,
  { options, arguments: { study } }: InputOf<typeof STUDY_DELETE>,
): Promise<number> {
  const found = chooseStudy(context, options, study);
  if (!found.ok) return context.fail(found.error);
  const { name, dir, journal } = found.value;
  if (isLocked(journal))
    return context.fail(
      problem('E_LOCKED', `the study ${name} is at work`, undefined, 'End its search first, with Ctrl-C.'),
    );
  if (!options.yes && !confirm(context, `Delete the study ${name}?`)) {
    if (context.errIsTTY && !context.json) return 1;
    return context.fail(
      problem(
        'E_USAGE',
        `joulebook study delete would delete ${name}`,
        'There is no terminal to ask on.',
        'Say so with --yes.',
      ),
    );
  }
  try {
    rmSync(dir, { recursive: true });
  } catch (error) {
    const { why, fix } = whyNot(error);
    return context.fail(problem('E_BOOK_WRITE', `cannot delete ${dir}`, why, fix));
  }
  if (!context.json && !context.quiet) context.err(`deleted ${name}\n`);
  return context.succeed({ deleted: name });
}
