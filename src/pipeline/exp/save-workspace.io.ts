import { ok, type Result } from '../../result.ts';
import type { GitPlumbing } from './plumbing.io.ts';
import { ScratchIndex } from './scratch-index.io.ts';
import { commitTree, treeOfWorkspace } from './tree-of-workspace.io.ts';

/** The workspace as it was, in the form of a stash of git. */
export interface SavedWorkspace {
  /** Tree of all that git knows. */
  readonly tree: string;
  /** Full hash of the stash; undefined where there is nothing that HEAD does not hold. */
  readonly stash: string | undefined;
}

/**
 * Keeps the workspace as a stash, which `git stash apply` understands, without touching anything.
 *
 * @param root absolute path of the project.
 * @param besides files that git does not know and that are to be kept too, as git names them.
 */
export function saveWorkspace(
  git: GitPlumbing,
  root: string,
  message: string,
  besides: readonly string[],
): Result<SavedWorkspace> {
  const tree = treeOfWorkspace(git, root, { paths: [] });
  if (!tree.ok) return tree;
  const staged = stagedTree(git, root);
  if (!staged.ok) return staged;
  const { head } = git;
  const headTree = git.ask(['rev-parse', `${head}^{tree}`]);
  if (tree.value === headTree && staged.value === headTree && besides.length === 0)
    return ok({ tree: tree.value, stash: undefined });
  const on = `${git.ask(['symbolic-ref', '--quiet', '--short', 'HEAD']) ?? '(no branch)'}: ${head.slice(0, 7)}`;
  const index = commitTree(git, staged.value, [head], `index on ${on}`);
  if (!index.ok) return index;
  const parents = [head, index.value];
  if (besides.length > 0) {
    const untracked = treeOfFiles(git, root, besides);
    if (!untracked.ok) return untracked;
    const commit = commitTree(git, untracked.value, [], `untracked files on ${on}`);
    if (!commit.ok) return commit;
    parents.push(commit.value);
  }
  const stash = commitTree(git, tree.value, parents, message);
  return stash.ok ? ok({ tree: tree.value, stash: stash.value }) : stash;
}

function stagedTree(git: GitPlumbing, root: string): Result<string> {
  const index = ScratchIndex.copy(git, root);
  try {
    const written = git.run(['write-tree'], { index: index.path });
    return written.ok ? ok(written.value.trim()) : written;
  } finally {
    index.remove();
  }
}

function treeOfFiles(git: GitPlumbing, root: string, paths: readonly string[]): Result<string> {
  const index = ScratchIndex.empty(root);
  const how = { index: index.path };
  try {
    const input = paths.map((path) => `:(literal,top)${path}`).join('\0');
    const added = git.run(['add', '--force', '--pathspec-from-file=-', '--pathspec-file-nul'], {
      ...how,
      input,
    });
    if (!added.ok) return added;
    const written = git.run(['write-tree'], how);
    return written.ok ? ok(written.value.trim()) : written;
  } finally {
    index.remove();
  }
}
