import { existsSync, lstatSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ok, type Result } from '../../result.ts';
import { APPLIED, APPLY_HEAD, APPLY_STASH } from './exp-ref.ts';
import type { GitPlumbing } from './plumbing.io.ts';
import { saveWorkspace } from './save-workspace.io.ts';
import { ScratchIndex } from './scratch-index.io.ts';
import { treeOfWorkspace } from './tree-of-workspace.io.ts';

/**
 * Puts the files of an experiment into the workspace. What was there before is kept as a stash; HEAD and what is staged stay as they are. Files that
 * the experiment does not have stay, unless it took away what HEAD holds.
 *
 * @param root absolute path of the project.
 * @param rev full hash of the experiment.
 * @returns whether there was something to keep.
 */
export function applyExperiment(
  git: GitPlumbing,
  root: string,
  rev: string,
  name: string,
): Result<{ readonly isSaved: boolean }> {
  const before = treeOfWorkspace(git, root, { paths: [] });
  if (!before.ok) return before;
  const changed = changesBetween(git, before.value, rev);
  if (!changed.ok) return changed;
  const { put, gone } = changed.value;
  const known = new Set(
    (git.ask(['ls-tree', '-r', '-z', '--name-only', '--full-tree', before.value]) ?? '').split('\0'),
  );
  const covered = put.filter((path) => !known.has(path) && isFile(join(git.top, path)));
  const message = `dvc-exp-apply:${git.head}:${rev}:${name}`;
  const saved = saveWorkspace(git, root, message, covered);
  if (!saved.ok) return saved;
  const kept = keepStash(git, saved.value.stash, message);
  if (!kept.ok) return kept;
  const done = putFiles(git, root, rev, put);
  if (!done.ok) return done;
  const headTree = filesOf(git, 'HEAD');
  const workTree = filesOf(git, before.value);
  for (const path of gone)
    if (headTree.get(path) === workTree.get(path)) rmSync(join(git.top, path), { force: true });
  const set = git.run(['update-ref', APPLIED, rev]);
  return set.ok ? ok({ isSaved: saved.value.stash !== undefined }) : set;
}

/** What a tree holds otherwise than another, and what it does not hold. Submodules are left alone. */
function changesBetween(
  git: GitPlumbing,
  from: string,
  to: string,
): Result<{ readonly put: readonly string[]; readonly gone: readonly string[] }> {
  const listed = git.run(['diff-tree', '-r', '-z', '--no-renames', from, `${to}^{tree}`]);
  if (!listed.ok) return listed;
  const words = listed.value.split('\0');
  const put: string[] = [];
  const gone: string[] = [];
  for (let i = 0; i + 1 < words.length; i += 2) {
    const [, modes = '', status] = /^:(\d+ \d+) \S+ \S+ ([A-Z])/.exec(words[i] ?? '') ?? [];
    const path = words[i + 1] ?? '';
    if (modes.includes('160000')) continue;
    if (status === 'D') gone.push(path);
    else put.push(path);
  }
  return ok({ put, gone });
}

function putFiles(git: GitPlumbing, root: string, rev: string, paths: readonly string[]): Result<true> {
  if (paths.length === 0) return ok(true);
  const index = ScratchIndex.empty(root);
  const how = { index: index.path };
  try {
    const read = git.run(['read-tree', rev], how);
    if (!read.ok) return read;
    const put = git.run(['checkout-index', '--force', '-z', '--stdin'], {
      ...how,
      input: `${paths.join('\0')}\0`,
    });
    return put.ok ? ok(true) : put;
  } finally {
    index.remove();
  }
}

/** The one stash of before gives way, as with DVC. */
function keepStash(git: GitPlumbing, stash: string | undefined, message: string): Result<true> {
  git.run(['update-ref', '-d', APPLY_STASH]);
  const head = git.run(['update-ref', APPLY_HEAD, git.head]);
  if (!head.ok) return head;
  if (stash === undefined) return ok(true);
  const kept = git.run(['update-ref', '--create-reflog', '-m', `commit: ${message}`, APPLY_STASH, stash]);
  return kept.ok ? ok(true) : kept;
}

function filesOf(git: GitPlumbing, tree: string): ReadonlyMap<string, string> {
  const lines = (git.ask(['ls-tree', '-r', '-z', '--full-tree', tree]) ?? '').split('\0');
  return new Map(
    lines.map((line): [string, string] => {
      const tab = line.indexOf('\t');
      return [line.slice(tab + 1), line.slice(0, tab)];
    }),
  );
}

function isFile(path: string): boolean {
  return existsSync(path) && !lstatSync(path).isDirectory();
}
