import { join } from 'node:path';
import { type Problem, problem } from '../../../errors.ts';
import { err, ok, type Result } from '../../../result.ts';
import { checkout, unsavedFiles } from '../../cache/checkout.io.ts';
import { placerOf } from '../../cache/placer-of.io.ts';
import type { Workspace } from '../../cache/workspace.ts';
import type { RepoPath } from '../../model/stage.ts';
import type { Root } from './roots.ts';

/** What a checkout did to the workspace. */
export interface CheckedOutRoots {
  /** Outputs, as they are called: a folder once. */
  readonly added: readonly RepoPath[];
  readonly modified: readonly RepoPath[];
  /** Files, each of a folder counted. */
  readonly files: { readonly added: number; readonly modified: number };
  readonly failures: readonly Problem[];
}

/**
 * Puts roots in place in the workspace, from the cache.
 *
 * @param isForced whether what lies in the way and is nowhere else is overwritten.
 */
export function checkoutRoots(
  workspace: Workspace,
  roots: readonly Root[],
  isForced: boolean,
): CheckedOutRoots {
  const added: RepoPath[] = [];
  const modified: RepoPath[] = [];
  const failures: Problem[] = [];
  const files = { added: 0, modified: 0 };
  for (const root of roots) {
    const done =
      root.within === undefined ? whole(workspace, root, isForced) : part(workspace, root, root.within);
    if (!done.ok) {
      failures.push(done.error);
      continue;
    }
    const { state, count } = done.value;
    if (state === 'unchanged') continue;
    (state === 'added' ? added : modified).push(
      root.within === undefined ? root.at : `${root.at}/${root.within}`,
    );
    files[state] += count;
  }
  return { added, modified, files, failures };
}

interface Done {
  readonly state: 'added' | 'modified' | 'unchanged';
  /** Files. */
  readonly count: number;
}

function whole(workspace: Workspace, { at, hashed }: Root, isForced: boolean): Result<Done> {
  const [lost] = isForced ? [] : unsavedFiles(workspace, at, hashed);
  if (lost !== undefined) return err(inTheWay(at));
  const done = checkout(workspace, at, hashed);
  if (!done.ok) return done;
  const { how, added, modified } = done.value;
  return ok({ state: how, count: added + modified });
}

/** Some files of a folder; the rest of it stays as it is. */
function part(workspace: Workspace, { at, hashed }: Root, within: string): Result<Done> {
  const { root, store, contents } = workspace;
  const placer = placerOf(workspace);
  let [count, wasThere] = [0, 0];
  for (const { relpath, md5 } of store.files(hashed)) {
    if (relpath !== within && !relpath.startsWith(`${within}/`)) continue;
    const file = `${at}/${relpath}`;
    const before = contents.hash(file, hashed.hash ?? 'md5-dos2unix');
    if (!before.ok) return before;
    if (before.value?.md5 === md5) continue;
    const object = { ...hashed, md5 };
    if (!store.hasOne(object)) return err(notInCache(file));
    if (before.value !== undefined) {
      if (!store.has(before.value)) return err(inTheWay(file));
      wasThere += 1;
    }
    const placed = placer.place(store.pathOf(object), join(root, file));
    if (!placed.ok) return placed;
    count += 1;
  }
  return ok({ state: count === 0 ? 'unchanged' : wasThere === count ? 'modified' : 'added', count });
}

function inTheWay(at: RepoPath): Problem {
  return problem(
    'E_PIPELINE',
    `'${at}' was left as it is`,
    'its content differs, and neither the cache nor a lock knows it: it would be lost',
    'keep it (`joulebook commit`, or move it away), or overwrite it with -f',
  );
}

function notInCache(at: RepoPath): Problem {
  return problem(
    'E_CACHE',
    `cannot check out '${at}'`,
    'the cache does not hold it',
    'pull it from a remote, or make it again with `joulebook repro`',
  );
}
