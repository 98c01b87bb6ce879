import { relative, resolve } from 'node:path';
import type { RepoPath } from '../../pipeline/model/stage.ts';
import type { Alone } from '../../pipeline/project/named-alone.ts';
import { takeRepoLock } from '../../pipeline/project/repo-lock.io.ts';
import type { Result } from '../../result.ts';
import type { CliContext } from '../context.ts';
import { type OpenProject, openProject } from './open-project.io.ts';

/** What DVC ends with where a command itself caught its failure. */
const CAUGHT = 1;
const UNCAUGHT = 255;
/** A configuration that is not understood is found before the command can catch anything; a remote that it lacks, by the command. */
const MISCONFIGURED = 251;

/**
 * Does work on the project that the user stands in, with its lock held. A failure is told.
 *
 * @param failure with which code DVC ends where this command fails: 255, or 1 where it catches its failures.
 * @param alone words that name all that is needed of the project.
 */
export async function inProject(
  context: CliContext,
  failure: 'caught' | 'uncaught',
  work: (open: OpenProject) => Result<number> | Promise<Result<number>>,
  alone?: Alone,
): Promise<number> {
  const isCaught = failure === 'caught';
  const exit = (code: number): number => (isCaught && code === UNCAUGHT ? CAUGHT : code);
  const opened = openProject(context, alone);
  if (!opened.ok) return exit(context.fail(opened.error));
  const { project, contents } = opened.value.bench;
  const lock = await takeRepoLock(context.host, project.root, project.config.hasHardlinkLock);
  if (!lock.ok) return exit(context.fail(lock.error));
  try {
    const done = await work(opened.value);
    contents.save();
    if (done.ok) return done.value;
    const code = context.fail(done.error);
    return isCaught && code === MISCONFIGURED ? CAUGHT : exit(code);
  } finally {
    lock.value.release();
  }
}

/** A path that the user wrote, in the repository; one outside of it is absolute. */
export function repoPathOf(context: CliContext, root: string, word: string): RepoPath {
  const path = resolve(context.host.cwd, word);
  const inside = relative(root, path);
  return inside === '..' || inside.startsWith('../') ? path : inside;
}
