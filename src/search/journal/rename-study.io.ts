import { existsSync, renameSync } from 'node:fs';
import { type Problem, problem } from '../../errors.ts';
import { whyNot } from '../../host/file-failure.io.ts';
import type { Clock } from '../../host/host.ts';
import type { StudyFolder } from './study-folder.io.ts';
import { type EngineOf, StudySession } from './study-session.io.ts';

/**
 * Gives a study another name: its folder's and its plan's, so that a search of the new name goes on with it. Nobody else may work on it. A search
 * that was over stays so.
 */
export function renameStudy(
  from: StudyFolder,
  to: StudyFolder,
  engineOf: EngineOf,
  clock: Clock,
): Problem | undefined {
  if (existsSync(to.dir))
    return problem(
      'E_BOOK_WRITE',
      `there is a study ${to.name} already`,
      undefined,
      'Choose another name, or delete that one.',
    );
  const opened = StudySession.resume(from, engineOf, clock, { quietly: true });
  if (!opened.ok && opened.error.code === 'E_LOCKED')
    return problem(
      'E_LOCKED',
      `the study ${from.name} is at work`,
      undefined,
      'End its search first, with Ctrl-C.',
    );
  if (!opened.ok) return opened.error;
  const session = opened.value;
  try {
    const { study } = session;
    const { over } = study.state;
    renameSync(from.dir, to.dir); // the journal stays open; should the next step fail, the folder's name is the one that counts
    study.change({ ...study.plan, name: to.name });
    if (over !== undefined) study.finish(over.why, over.text);
    return session.flush();
  } catch (failure) {
    const { why, fix } = whyNot(failure);
    return problem('E_BOOK_WRITE', `cannot rename ${from.dir}`, why, fix);
  } finally {
    session.close();
  }
}
