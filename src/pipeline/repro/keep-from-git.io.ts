import { type Problem, problem } from '../../errors.ts';
import { errnoName, whyNot } from '../../host/file-failure.io.ts';
import { err, ok, type Result } from '../../result.ts';
import type { Out, RepoPath } from '../model/stage.ts';
import type { PipelineConfig } from '../project/config.ts';
import type { Project } from '../project/load-project.io.ts';
import { GitView } from './git-view.io.ts';

/** One for each project that a command works on. */
const views = new WeakMap<PipelineConfig, GitView>();

/**
 * Lets git ignore outputs that the cache keeps, by a line in the .gitignore beside each, where it does not already.
 *
 * @returns the .gitignore files that were changed; a problem where git tracks an output, which the cache would take from it.
 */
export function keepFromGit(
  { root, config }: Pick<Project, 'root' | 'config'>,
  outs: readonly Out[],
): Result<readonly RepoPath[]> {
  if (config.isWithoutGit) return ok([]);
  const git = views.get(config) ?? new GitView(root);
  views.set(config, git);
  if (!git.isThere) return ok([]);
  const visible = outs.filter(
    ({ cache, at }) => cache && !at.startsWith('/') && !at.includes('://') && !git.isIgnored(at),
  );
  const tracked = visible.find(({ at }) => git.isTracked(at));
  if (tracked !== undefined) return err(trackedProblem(tracked.at));
  const changed = new Set<RepoPath>();
  for (const { at } of visible)
    try {
      changed.add(git.ignore(at));
    } catch (error) {
      if (errnoName(error) === undefined) throw error;
      const { why, fix } = whyNot(error);
      return err(problem('E_PIPELINE', `cannot let git ignore ${at}`, why, fix));
    }
  return ok([...changed]);
}

/** A problem where git tracks one of these outputs, or something in it. */
export function trackedByGit(root: string, outs: readonly Out[]): Problem | undefined {
  const git = new GitView(root);
  const tracked = git.isThere ? outs.find(({ at }) => git.isTracked(at)) : undefined;
  return tracked === undefined ? undefined : trackedProblem(tracked.at);
}

function trackedProblem(tracked: RepoPath): Problem {
  return problem(
    'E_PIPELINE',
    `output '${tracked}' is already tracked by SCM (e.g. Git).`,
    'it would be kept twice, and git would show it as changed each time',
    `git rm -r --cached '${tracked}' && git commit -m "stop tracking ${tracked}"`,
  );
}
