import { existsSync } from 'node:fs';
import { createBook } from '../../book/locate.io.ts';
import { problem } from '../../errors.ts';
import type { Result } from '../../result.ts';
import { engineOf } from '../../search/engine/engine-of.ts';
import { adoptTrials, planOfForeign } from '../../search/exchange/adopt-study.ts';
import type { ForeignStudy } from '../../search/exchange/foreign-study.ts';
import { studyFolder } from '../../search/journal/study-folder.io.ts';
import { StudySession } from '../../search/journal/study-session.io.ts';
import type { CliContext } from '../context.ts';
import type { InputOf } from '../spec/spec.ts';
import type { STUDY_IMPORT } from '../spec/study-specs.ts';
import { bookDir } from '../study/choose-study.io.ts';
import { readForeign } from '../study/read-foreign.io.ts';
import { studyNameOf } from '../study/study-name.ts';

/** A study that was taken in. */
interface Imported {
  readonly study: string;
  readonly trials: number;
}

/** `joulebook study import`: studies of other programs. */
export async function run(
  context: CliContext,
  { options, arguments: { file } }: InputOf<typeof STUDY_IMPORT>,
): Promise<number> {
  const foreign = readForeign(context, file, options);
  if (!foreign.ok) return context.fail(foreign.error);
  const dir = bookDir(context, options);
  if (!dir.ok) return context.fail(dir.error);
  const made = existsSync(dir.value) ? undefined : createBook(dir.value);
  if (made !== undefined) return context.fail(made);
  const imported: Imported[] = [];
  for (const study of foreign.value) {
    const name = options.name ?? studyNameOf(`${study.name}.`);
    const one = keep(
      context,
      dir.value,
      study,
      foreign.value.length > 1 ? studyNameOf(`${study.name}.`) : name,
    );
    if (!one.ok) return context.fail(one.error);
    imported.push(one.value);
    for (const note of study.notes) context.warn(problem('E_IMPORT', `${one.value.study}: ${note}`));
    if (!context.json && !context.quiet)
      context.err(
        `took in ${one.value.study}: ${one.value.trials} ${one.value.trials === 1 ? 'trial' : 'trials'}\n`,
      );
  }
  return context.succeed({ studies: imported });
}

function keep(context: CliContext, dir: string, foreign: ForeignStudy, name: string): Result<Imported> {
  const folder = studyFolder(dir, name);
  if (!folder.ok) return folder;
  if (existsSync(folder.value.journal)) {
    const fix = 'Take another name with --name, or delete that one with `joulebook study delete`.';
    return { ok: false, error: problem('E_USAGE', `there is a study ${name} already`, undefined, fix) };
  }
  const plan = planOfForeign(foreign, name);
  const engine = engineOf(plan);
  if (!engine.ok) return engine;
  const session = StudySession.create(folder.value, plan, engine.value, context.host.clock);
  if (!session.ok) return session;
  try {
    adoptTrials(session.value.study, foreign);
    const failed = session.value.flush();
    if (failed !== undefined) return { ok: false, error: failed };
    return { ok: true, value: { study: name, trials: foreign.trials.length } };
  } finally {
    session.value.close();
  }
}
