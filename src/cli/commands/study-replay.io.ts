import { problem } from '../../errors.ts';
import { engineOf } from '../../search/engine/engine-of.ts';
import { readStudy } from '../../search/journal/read-study.io.ts';
import { audit } from '../../search/study/audit.ts';
import type { CliContext } from '../context.ts';
import type { InputOf } from '../spec/spec.ts';
import type { STUDY_REPLAY } from '../spec/study-specs.ts';
import { chooseStudy } from '../study/choose-study.io.ts';

/** Most differences that are told one by one. */
const MOST = 10;

/** `joulebook study replay`: everything decided again, from the journal. */
export async function run(
  context: CliContext,
  { options, arguments: { study } }: InputOf<typeof STUDY_REPLAY>,
): Promise<number> {
  const folder = chooseStudy(context, options, study);
  if (!folder.ok) return context.fail(folder.error);
  const read = readStudy(folder.value.journal);
  if (!read.ok) return context.fail(read.error);
  const engine = engineOf(read.value.begun.plan);
  if (!engine.ok) return context.fail(engine.error);
  const { begun, events, problems } = read.value;
  const { proposals, decisions, differences } = audit(begun, [...events], engine.value);
  for (const wrong of problems) context.warn(wrong);
  const { name } = folder.value;
  if (differences.length === 0) {
    if (context.json) return context.succeed({ study: name, proposals, decisions, differences });
    context.out(`${name} holds: ${proposals} proposals and ${decisions} decisions come out the same\n`);
    return 0;
  }
  const told = differences.slice(0, MOST).map(({ trial, text }) => `trial ${trial}: ${text}`);
  const more = differences.length - told.length;
  return context.fail(
    problem(
      'E_VERIFY',
      `${name} does not come out the same`,
      [...told, ...(more > 0 ? [`and ${more} more`] : [])].join('\n'),
      'Replay it with the version that made it; if it still differs, the journal was changed.',
    ),
  );
}
