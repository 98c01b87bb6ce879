import { chmodSync, lstatSync, readdirSync, rmSync, rmdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import type { Contents } from '../content/contents.io.ts';
import { type Hashed, isFolder } from '../model/hashed.ts';
import type { RepoPath } from '../model/stage.ts';
import type { LinkType } from '../project/config.ts';
import type { ObjectStore } from './object-store.io.ts';
import { place } from './place.io.ts';

/** Whatever a copy from the cache is for. */
const FILE_MODE = 0o666;
const EXECUTABLE_BY_OWNER = 0o100;

/** What a checkout did to a path. */
export type CheckedOut = 'added' | 'modified' | 'unchanged';

/** Where things are put and from where. */
export interface Workspace {
  /** Absolute path of the repository. */
  readonly root: string;
  readonly store: ObjectStore;
  readonly contents: Contents;
  /** To be tried in turn. */
  readonly linkTypes: readonly LinkType[];
  /** What the process takes away from the mode of new files. */
  readonly umask: number;
}

/**
 * Makes a path hold what a hash says, from the cache. Only files that differ are touched; in a folder, files that do not belong there are
 * removed, since they would change its hash.
 *
 * @returns a problem where the cache lacks an object; then nothing was touched.
 */
export function checkout(workspace: Workspace, at: RepoPath, hashed: Hashed): Result<CheckedOut> {
  const { contents, store } = workspace;
  const before = contents.hash(at, hashed.hash ?? 'md5-dos2unix');
  if (!before.ok) return before;
  const isThere = before.value !== undefined;
  const path = join(workspace.root, at);
  if (before.value?.md5 === hashed.md5) {
    if (hashed.isexec === true) makeExecutable(path);
    return ok('unchanged');
  }
  if (!store.has(hashed)) return err(notInCache(at, hashed));
  const done = isFolder(hashed)
    ? checkoutFolder(workspace, at, hashed, before.value)
    : checkoutFile(workspace, path, hashed);
  if (!done.ok) return done;
  return ok(isThere ? 'modified' : 'added');
}

function checkoutFile(workspace: Workspace, path: string, hashed: Hashed): Result<true> {
  if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true) rmSync(path, { recursive: true });
  const { store, linkTypes, umask } = workspace;
  const placed = place(store.pathOf(hashed), path, linkTypes, FILE_MODE & ~umask);
  if (!placed.ok) return placed;
  if (hashed.isexec === true) makeExecutable(path);
  return ok(true);
}

function checkoutFolder(
  workspace: Workspace,
  at: RepoPath,
  hashed: Hashed,
  before: Hashed | undefined,
): Result<true> {
  const { root, store, contents, linkTypes, umask } = workspace;
  const path = join(root, at);
  const wanted = store.readFolder(hashed);
  if (!wanted.ok) return wanted;
  if (before === undefined || !isFolder(before)) rmSync(path, { recursive: true, force: true });
  const present = new Map<string, string>();
  if (before !== undefined && isFolder(before))
    for (const { relpath, md5 } of contents.files(at, hashed.hash ?? 'md5-dos2unix'))
      present.set(relpath, md5);
  const mode = FILE_MODE & ~umask;
  for (const { relpath, md5 } of wanted.value) {
    const known = present.get(relpath);
    present.delete(relpath);
    if (known === md5) continue;
    const target = join(path, relpath);
    if (lstatSync(target, { throwIfNoEntry: false })?.isDirectory() === true)
      rmSync(target, { recursive: true });
    const placed = place(store.pathOf({ ...hashed, md5 }), target, linkTypes, mode);
    if (!placed.ok) return placed;
  }
  for (const relpath of present.keys()) removeWithEmptyFolders(path, relpath);
  return ok(true);
}

/** Removes a file that does not belong, and the folders in which nothing is left. */
function removeWithEmptyFolders(folder: string, relpath: string): void {
  rmSync(join(folder, relpath), { force: true });
  for (let parent = dirname(relpath); parent !== '.'; parent = dirname(parent)) {
    const path = join(folder, parent);
    if (readdirSync(path).length > 0) return;
    rmdirSync(path);
  }
}

/** As DVC does it: for the owner. A file that shares its content with the cache is left as it is. */
function makeExecutable(path: string): void {
  const { mode, nlink } = statSync(path);
  const isShared = nlink > 1 || lstatSync(path).isSymbolicLink();
  if ((mode & EXECUTABLE_BY_OWNER) === 0 && !isShared) chmodSync(path, mode | EXECUTABLE_BY_OWNER);
}

function notInCache(at: RepoPath, { md5 }: Hashed): ReturnType<typeof problem> {
  return problem(
    'E_CACHE',
    `cannot check out '${at}'`,
    `the cache does not hold all of ${md5}`,
    'pull it from a remote (`joulebook pull`), or run the stage again',
  );
}
