import { statSync } from 'node:fs';
import { join } from 'node:path';
import { ok, type Result } from '../../result.ts';
import { onDisk } from '../content/disk-name.io.ts';
import { readSmallFile } from '../content/hash-file.io.ts';
import { isSameFile, type StatMark } from '../content/settled.ts';
import { type Hashed, isFolder } from '../model/hashed.ts';
import type { RepoPath } from '../model/stage.ts';
import { kindOf } from './checkout.io.ts';
import { makeExecutable } from './executable.io.ts';
import { isPlacedAs, linkTypesFor } from './link-state.io.ts';
import { justPlaced } from './place-batch.io.ts';
import { placerOf } from './placer-of.io.ts';
import type { Workspace } from './workspace.io.ts';

/**
 * Takes what lies at a path into the cache, as it was just hashed. Where the cache is linked to, the files of the workspace become links.
 *
 * @param isRelinked false: the files stay as they are (metrics that git keeps).
 */
export function commit(
  workspace: Workspace,
  at: RepoPath,
  hashed: Hashed,
  isRelinked: boolean,
): Result<true> {
  const { root, store, contents } = workspace;
  const linkTypes = linkTypesFor(hashed, workspace.linkTypes);
  const kind = kindOf(hashed);
  const path = join(root, at);
  const placer = placerOf({ ...workspace, linkTypes });
  /** Takes one file in; true where the file in the workspace is another than before. */
  const add = (file: string, one: Hashed, before: StatMark): Result<boolean> => {
    if (!store.hasOne(one)) {
      const added = addOne(
        workspace,
        file,
        one,
        before,
        isRelinked && linkTypes[0] === 'hardlink' && before.size > 0,
      );
      if (!added.ok) return added;
    }
    const object = store.pathOf(one);
    if (!isRelinked || isPlacedAs(file, object, linkTypes, !isFolder(hashed))) return ok(false);
    const placed = placer.place(object, file);
    if (!placed.ok) return placed;
    if (one.isexec === true) makeExecutable(file);
    return ok(true);
  };
  if (!isFolder(hashed)) {
    const added = add(path, hashed, contents.markOf(at) ?? statSync(path));
    if (!added.ok) return added;
    if (linkTypes[0] === 'hardlink' || added.value) contents.placed(at, statSync(path), hashed);
    return ok(true);
  }
  const listing = contents.rewrite(at, kind);
  let isOther = false;
  for (const file of contents.files(at, kind)) {
    const target = `${path}/${file.relpath}`;
    const added = add(target, { ...(hashed.hash && { hash: hashed.hash }), md5: file.md5 }, file);
    if (!added.ok) {
      listing.discard();
      return added;
    }
    const isLinked = added.value || linkTypes[0] === 'hardlink';
    isOther ||= isLinked;
    listing.add(isLinked ? justPlaced(file.relpath, file.md5, target) : file);
  }
  if (isOther)
    listing.finish({ md5: hashed.md5.replace('.dir', ''), nfiles: listing.nfiles, size: listing.size });
  else listing.discard();
  return store.addFolder(contents.files(at, kind), hashed);
}

function addOne(
  { store }: Workspace,
  path: string,
  hashed: Hashed,
  before: StatMark,
  isLinked: boolean,
): Result<true> {
  const small = isLinked ? undefined : readSmallFile(path);
  if (small?.md5 === hashed.md5) return store.addBytes(small.bytes, hashed);
  return store.addFile(path, hashed, isLinked, () => isSameFile(statSync(onDisk(path)), before));
}
