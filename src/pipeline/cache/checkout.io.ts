import { rmdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { problem } from '../../errors.ts';
import { errnoName } from '../../host/file-failure.io.ts';
import { err, ok, type Result } from '../../result.ts';
import type { HashKind } from '../content/keeper.ts';
import { onDisk } from '../content/disk-name.io.ts';
import { type Hashed, isFolder } from '../model/hashed.ts';
import type { RepoPath } from '../model/stage.ts';
import { compareFiles, type FilePair } from './compare-files.ts';
import { makeExecutable } from './executable.io.ts';
import { isPlacedAs, linkTypesFor } from './link-state.io.ts';
import { PlaceBatch } from './place-batch.io.ts';
import { placerOf } from './placer-of.io.ts';
import type { Workspace } from './workspace.io.ts';

export type { Workspace } from './workspace.io.ts';

/** What a checkout did to a path, and to how many files in it. */
export interface CheckedOut {
  readonly how: 'added' | 'modified' | 'unchanged';
  readonly added: number;
  readonly modified: number;
  readonly deleted: number;
}

/** How a checkout is done. */
export interface CheckoutOptions {
  /** Whether files that are there and right become links or copies again, as the configuration says. */
  readonly isRelinked?: boolean;
}

/**
 * Makes a path hold what a hash says, from the cache. Only files that differ are touched; in a folder, files that do not belong there are
 * removed, since they would change its hash.
 *
 * @returns a problem where the cache lacks an object; then nothing was touched.
 */
export function checkout(
  workspace: Workspace,
  at: RepoPath,
  hashed: Hashed,
  { isRelinked = false }: CheckoutOptions = {},
): Result<CheckedOut> {
  const { contents, store, root } = workspace;
  const kind = kindOf(hashed);
  const before = contents.hash(at, kind);
  if (!before.ok) return before;
  const path = join(root, at);
  const isSame = before.value?.md5 === hashed.md5;
  if (isSame && !isRelinked) {
    if (hashed.isexec === true) makeExecutable(path);
    return ok({ how: 'unchanged', added: 0, modified: 0, deleted: 0 });
  }
  if (!store.has(hashed)) return err(notInCache(at, hashed));
  const done = isFolder(hashed)
    ? checkoutFolder(workspace, at, hashed, before.value, isRelinked)
    : checkoutFile(workspace, at, hashed, before.value);
  if (!done.ok) return done;
  const isThere = before.value !== undefined;
  return ok({ ...done.value, how: isSame ? 'unchanged' : isThere ? 'modified' : 'added' });
}

/**
 * The files that a checkout would replace or remove and that the cache does not hold, absolute: they would be lost.
 *
 * @param hashed what is to lie there; undefined for nothing.
 */
export function* unsavedFiles(
  { contents, store, root }: Workspace,
  at: RepoPath,
  hashed: Hashed,
): Generator<string> {
  const kind = kindOf(hashed);
  const before = contents.hash(at, kind);
  if (!before.ok || before.value === undefined || before.value.md5 === hashed.md5) return;
  const { hash } = before.value;
  const path = join(root, at);
  if (!isFolder(before.value)) {
    if (!store.hasOne(before.value)) yield path;
    return;
  }
  const wanted = isFolder(hashed) && store.has(hashed) ? store.files(hashed) : [];
  for (const { relpath, has, wants } of compareFiles(contents.files(at, kind), wanted))
    if (has !== undefined && has.md5 !== wants?.md5 && !store.hasOne({ ...(hash && { hash }), md5: has.md5 }))
      yield `${path}/${relpath}`;
}

type Counts = Omit<CheckedOut, 'how'>;

function checkoutFile(
  workspace: Workspace,
  at: RepoPath,
  hashed: Hashed,
  before: Hashed | undefined,
): Result<Counts> {
  const { store, contents, root } = workspace;
  const linkTypes = linkTypesFor(hashed, workspace.linkTypes);
  const path = join(root, at);
  const object = store.pathOf(hashed);
  const isSame = before?.md5 === hashed.md5;
  if (isSame && isPlacedAs(path, object, linkTypes, true)) return ok(NOTHING);
  let deleted = 0;
  if (before !== undefined && isFolder(before))
    for (const { relpath } of contents.files(at, kindOf(before))) {
      removeWithEmptyFolders(path, relpath);
      deleted += 1;
    }
  const placed = placerOf({ ...workspace, linkTypes }).place(object, path);
  if (!placed.ok) return placed;
  if (hashed.isexec === true) makeExecutable(path);
  contents.placed(at, statSync(path), hashed);
  if (isSame) return ok(NOTHING);
  const isNew = before === undefined || isFolder(before);
  return ok({ added: isNew ? 1 : 0, modified: isNew ? 0 : 1, deleted });
}

const NOTHING: Counts = { added: 0, modified: 0, deleted: 0 };

function checkoutFolder(
  workspace: Workspace,
  at: RepoPath,
  hashed: Hashed,
  before: Hashed | undefined,
  isRelinked: boolean,
): Result<Counts> {
  const { root, store, contents, linkTypes } = workspace;
  const path = join(root, at);
  const kind = kindOf(hashed);
  const hadFolder = before !== undefined && isFolder(before);
  if (before !== undefined && !hadFolder) rmSync(path, { force: true });
  const pairs = (): Iterable<FilePair> =>
    compareFiles(hadFolder ? contents.files(at, kind) : [], store.files(hashed));
  const counts = { added: 0, modified: 0, deleted: 0 };
  if (hadFolder)
    for (const { relpath, wants } of pairs()) {
      if (wants !== undefined) continue;
      removeWithEmptyFolders(path, relpath);
      counts.deleted += 1;
    }
  const placer = placerOf(workspace);
  const listing = contents.rewrite(at, kind);
  const failed = placeAll();
  if (failed !== undefined) {
    listing.discard();
    return failed;
  }
  if (counts.added + counts.deleted + (hadFolder ? 1 : 0) === 0) placer.makeFolder(path);
  listing.finish({ md5: hashed.md5.replace('.dir', ''), nfiles: listing.nfiles, size: listing.size });
  return ok(counts);

  function placeAll(): Extract<Result<never>, { ok: false }> | undefined {
    const batch = new PlaceBatch(placer, contents.crew, listing);
    for (const { relpath, has, wants } of pairs()) {
      if (wants === undefined) continue;
      const object = store.pathOf({ ...hashed, md5: wants.md5 });
      const target = `${path}/${relpath}`;
      const isSame = has?.md5 === wants.md5;
      const isDone =
        has !== undefined && isSame && !(isRelinked && !isPlacedAs(target, object, linkTypes, true));
      const failed = isDone ? batch.keep(has) : batch.place(object, target, wants);
      if (failed !== undefined) return failed;
      if (!isSame) counts[has === undefined ? 'added' : 'modified'] += 1;
    }
    return batch.finish();
  }
}

/** Removes a file that does not belong, and the folders in which nothing is left. */
function removeWithEmptyFolders(folder: string, relpath: string): void {
  rmSync(onDisk(join(folder, relpath)), { force: true });
  for (let parent = dirname(relpath); parent !== '.'; parent = dirname(parent))
    try {
      rmdirSync(onDisk(join(folder, parent)));
    } catch (error) {
      if (errnoName(error) === undefined) throw error;
      return; // something is left in it
    }
}

/** How a hash was made. */
export function kindOf(hashed: Hashed): HashKind {
  return hashed.hash ?? 'md5-dos2unix';
}

function notInCache(at: RepoPath, { md5 }: Hashed): ReturnType<typeof problem> {
  return problem(
    'E_CACHE',
    `cannot check out '${at}'`,
    `the cache does not hold all of ${md5}`,
    'pull it from a remote (`joulebook pull`), or run the stage again',
  );
}
