import { type Problem, problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import type { RepoPath } from '../model/stage.ts';
import type { GitPlumbing } from './plumbing.io.ts';
import { ScratchIndex } from './scratch-index.io.ts';

/** What is taken beside the files that git knows. */
export interface Besides {
  /** Files and folders of the project that belong to the experiment; what git ignores of them is left out. */
  readonly paths: readonly RepoPath[];
  /** Files and folders that are taken even if git ignores them. */
  readonly forced?: readonly RepoPath[];
  /** Files of the project that say something else in the tree than in the workspace. */
  readonly texts?: ReadonlyMap<RepoPath, string>;
}

/**
 * The workspace as a tree of git: all that git knows, as it is now, and what else belongs to the experiment. Nothing of the user's is
 * touched: not the index, not HEAD, not a file.
 *
 * @param root absolute path of the project.
 * @returns the hash of the tree.
 */
export function treeOfWorkspace(git: GitPlumbing, root: string, besides: Besides): Result<string> {
  const index = ScratchIndex.copy(git, root);
  const how = { index: index.path };
  try {
    if ((git.ask(['ls-files', '--unmerged'], how) ?? '') !== '') return err(unmerged());
    const updated = git.run(['add', '--update', '--', ':/'], how);
    if (!updated.ok) return updated;
    const visible = untracked(git, besides.paths, how);
    if (!visible.ok) return visible;
    const forced = (besides.forced ?? []).map((at) => git.pathOf(at));
    for (const [paths, isForced] of [
      [visible.value, false],
      [forced, true],
    ] as const) {
      if (paths.length === 0) continue;
      const flags = [
        'add',
        ...(isForced ? ['--force'] : []),
        '--pathspec-from-file=-',
        '--pathspec-file-nul',
      ];
      const added = git.run(flags, {
        ...how,
        input: paths.map((path) => `:(literal,top)${path}`).join('\0'),
      });
      if (!added.ok) return added;
    }
    for (const [at, text] of besides.texts ?? []) {
      const put = putText(git, git.pathOf(at), text, how);
      if (!put.ok) return put;
    }
    const written = git.run(['write-tree'], how);
    return written.ok ? ok(written.value.trim()) : written;
  } finally {
    index.remove();
  }
}

function putText(
  git: GitPlumbing,
  path: string,
  text: string,
  how: { readonly index: string },
): Result<true> {
  const blob = git.run(['hash-object', '-w', '--stdin', `--path=${path}`], { input: text });
  if (!blob.ok) return blob;
  const known = git.ask(['ls-files', '--stage', '--', `:(literal,top)${path}`], how) ?? '';
  const mode = /^100\d{3}/.exec(known)?.[0] ?? '100644';
  const put = git.run(['update-index', '--add', '--cacheinfo', `${mode},${blob.value.trim()},${path}`], how);
  return put.ok ? ok(true) : put;
}

/** Files below these paths that git neither knows nor ignores, as git names them. */
function untracked(
  git: GitPlumbing,
  paths: readonly RepoPath[],
  how: { readonly index: string },
): Result<readonly string[]> {
  const within = [...new Set(paths)].filter((at) => at !== '' && !at.startsWith('/') && !at.includes('://'));
  if (within.length === 0) return ok([]);
  const specs = within.map((at) => `:(literal,top)${git.pathOf(at)}`);
  const listed = git.run(['ls-files', '--others', '--exclude-standard', '-z', '--', ...specs], how);
  return listed.ok ? ok(listed.value.split('\0').filter((path) => path !== '')) : listed;
}

/**
 * Makes a commit of a tree.
 *
 * @param parents full hashes.
 * @returns its full hash.
 */
export function commitTree(
  git: GitPlumbing,
  tree: string,
  parents: readonly string[],
  message: string,
): Result<string> {
  const args = ['commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent]), '-F', '-'];
  const input = `${message}\n`;
  const made = git.run(args, { input });
  // As DVC, which needs no name: whoever is logged in here.
  const again = made.ok ? made : git.run(args, { input, variables: git.someone });
  return again.ok ? ok(again.value.trim()) : made;
}

function unmerged(): Problem {
  return problem(
    'E_PIPELINE',
    'the workspace has files with merge conflicts',
    'what git has not merged yet cannot be kept as an experiment',
    'resolve the conflicts and `git add` the files',
  );
}
