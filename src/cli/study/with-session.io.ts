import type { Problem } from '../../errors.ts';
import { engineOf } from '../../search/engine/engine-of.ts';
import { StudySession } from '../../search/journal/study-session.io.ts';
import type { StudyFolder } from '../../search/journal/study-folder.io.ts';
import type { Study } from '../../search/study/study.ts';
import type { Result } from '../../result.ts';
import type { CliContext } from '../context.ts';

/** How long a driver's word waits for another one, in ms. */
const PATIENCE_MS = 10_000;

/**
 * Says something to a study that nobody else works on just then, and puts it on the disk.
 *
 * @returns what it answered, once that is on the disk.
 */
export function withStudy<T>(
  context: CliContext,
  folder: StudyFolder,
  say: (study: Study) => Result<T>,
): Result<T> {
  const session = StudySession.resume(folder, engineOf, context.host.clock, {
    timeoutMs: PATIENCE_MS,
    quietly: true,
  });
  if (!session.ok) return session;
  for (const wrong of session.value.problems) context.warn(wrong);
  try {
    const answer = say(session.value.study);
    const failed: Problem | undefined = session.value.flush();
    return failed === undefined ? answer : { ok: false, error: failed };
  } finally {
    session.value.close();
  }
}
