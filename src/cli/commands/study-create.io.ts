import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createBook } from '../../book/locate.io.ts';
import { type Problem, problem } from '../../errors.ts';
import { whyNot } from '../../host/file-failure.io.ts';
import { engineOf } from '../../search/engine/engine-of.ts';
import { unheededByDrivers } from '../../search/file/unheeded.ts';
import { readSearch } from '../../search/file/read-search.ts';
import { studyFolder } from '../../search/journal/study-folder.io.ts';
import { StudySession } from '../../search/journal/study-session.io.ts';
import { planOfSpec } from '../../search/study/plan-of-spec.ts';
import type { CliContext } from '../context.ts';
import type { InputOf } from '../spec/spec.ts';
import type { STUDY_CREATE } from '../spec/study-drive-specs.ts';
import { bookDir } from '../study/choose-study.io.ts';
import { allMistakes } from '../study/all-mistakes.ts';
import { studyNameOf } from '../study/study-name.ts';

const SEEDS = 2 ** 31;

/** `joulebook study create`: a study that another program drives. */
export async function run(
  context: CliContext,
  { options, arguments: { file } }: InputOf<typeof STUDY_CREATE>,
): Promise<number> {
  let text: string;
  try {
    text = readFileSync(resolve(context.host.cwd, file), 'utf8');
  } catch (error) {
    const { why, fix } = whyNot(error);
    return context.fail(problem('E_SEARCH', `cannot read ${file}`, why, fix));
  }
  const spec = readSearch({ path: file, text });
  if (!spec.ok) return context.fail(allMistakes(spec.error));
  for (const warning of [...spec.value.warnings, ...unheededByDrivers(spec.value)]) context.warn(warning);
  const dir = bookDir(context, options);
  if (!dir.ok) return context.fail(dir.error);
  const folder = studyFolder(dir.value, options.name ?? spec.value.name ?? studyNameOf(file));
  if (!folder.ok) return context.fail(folder.error);
  const { name, journal } = folder.value;
  if (existsSync(journal)) return context.fail(isThere(name));
  const seed = options.seed ?? spec.value.search.seed ?? Math.floor(context.host.random() * SEEDS);
  const plan = planOfSpec(spec.value, { name, seed, workers: spec.value.workers.local ?? 1 });
  const engine = engineOf(plan);
  if (!engine.ok) return context.fail(engine.error);
  const made = existsSync(dir.value) ? undefined : createBook(dir.value);
  if (made !== undefined) return context.fail(made);
  const session = StudySession.create(folder.value, plan, engine.value, context.host.clock);
  if (!session.ok) return context.fail(session.error);
  session.value.close();
  if (context.json) return context.succeed({ study: name, seed });
  if (!context.quiet) context.err(`made the study ${name}, seed ${seed}; next: joulebook study ask\n`);
  return 0;
}

function isThere(name: string): Problem {
  return problem(
    'E_USAGE',
    `there is a study ${name} already`,
    undefined,
    'Take another name with --name, or delete that one with `joulebook study delete`.',
  );
}
