import { join } from 'node:path';
import { type Problem, problem } from '../../../errors.ts';
import { err, ok, type Result } from '../../../result.ts';
import { checkout, type Workspace } from '../../cache/checkout.io.ts';
import { place } from '../../cache/place.io.ts';
import { type Hashed, isFolder } from '../../model/hashed.ts';
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
  const { contents } = workspace;
  const before = contents.hash(at, hashed.hash ?? 'md5-dos2unix');
  if (!before.ok) return before;
  const isSame = before.value?.md5 === hashed.md5;
  if (before.value !== undefined && !isSame && !isForced && !isKept(workspace, { at, hashed }, before.value))
    return err(inTheWay(at));
  const state = checkout(workspace, at, hashed);
  if (!state.ok) return state;
  return ok({
    state: state.value,
    count: state.value === 'unchanged' ? 0 : countOf(workspace, { at, hashed }),
  });
}

/** Whether all that lies at a path now is also in the cache, or stays as it is. */
function isKept({ contents, store }: Workspace, { at, hashed }: Root, before: Hashed): boolean {
  if (!isFolder(before)) return store.holds(before);
  const listed = isFolder(hashed) && store.holds(hashed) ? store.readFolder(hashed) : ok([]);
  const stays = new Map(listed.ok ? listed.value.map(({ relpath, md5 }) => [relpath, md5]) : []);
  for (const { relpath, md5 } of contents.files(at, hashed.hash ?? 'md5-dos2unix'))
    if (stays.get(relpath) !== md5 && !store.holds({ ...hashed, md5 })) return false;
  return true;
}

function countOf({ store }: Workspace, { hashed }: Root): number {
  if (!isFolder(hashed)) return 1;
  const files = store.readFolder(hashed);
  return files.ok ? files.value.length : 0;
}

/** Some files of a folder; the rest of it stays as it is. */
function part(workspace: Workspace, { at, hashed }: Root, within: string): Result<Done> {
  const { root, store, contents, linkTypes, umask } = workspace;
  const listed = store.readFolder(hashed);
  if (!listed.ok) return listed;
  let [count, wasThere] = [0, 0];
  for (const { relpath, md5 } of listed.value) {
    if (relpath !== within && !relpath.startsWith(`${within}/`)) continue;
    const file = `${at}/${relpath}`;
    const before = contents.hash(file, hashed.hash ?? 'md5-dos2unix');
    if (!before.ok) return before;
    if (before.value?.md5 === md5) continue;
    const object = { ...hashed, md5 };
    if (!store.holds(object)) return err(notInCache(file));
    if (before.value !== undefined) {
      if (!store.has(before.value)) return err(inTheWay(file));
      wasThere += 1;
    }
    const placed = place(store.pathOf(object), join(root, file), linkTypes, 0o666 & ~umask);
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
