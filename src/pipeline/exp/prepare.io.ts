import { ok, type Result } from '../../result.ts';
import type { RepoPath } from '../model/stage.ts';
import type { GitPlumbing } from './plumbing.io.ts';
import { commitTree, treeOfWorkspace } from './tree-of-workspace.io.ts';

/** An experiment that is to run elsewhere. */
export interface Planned {
  /** Absolute path of the project. */
  readonly root: string;
  readonly name: string;
  readonly baseline: string;
  /** Files that say something else there than in the workspace: parameters, and .dvc files of data that changed. */
  readonly texts: ReadonlyMap<RepoPath, string>;
}

/**
 * A commit of the workspace as an experiment is to find it. The workspace stays as it is.
 *
 * @returns its full hash.
 */
export function prepareExperiment(
  git: GitPlumbing,
  { root, name, baseline, texts }: Planned,
): Result<string> {
  const tree = treeOfWorkspace(git, root, { paths: [], texts });
  if (!tree.ok) return tree;
  const commit = commitTree(git, tree.value, [baseline], `dvc-exp:${baseline}:${baseline}:${name}`);
  return commit.ok ? ok(commit.value) : commit;
}
