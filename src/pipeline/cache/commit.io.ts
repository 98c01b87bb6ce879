import { join } from 'node:path';
import { ok, type Result } from '../../result.ts';
import { folderText } from '../content/folder-text.ts';
import { type Hashed, isFolder } from '../model/hashed.ts';
import type { RepoPath } from '../model/stage.ts';
import type { Workspace } from './checkout.io.ts';
import { place } from './place.io.ts';

/**
 * Takes what lies at a path into the cache, as it was just hashed. Where the cache is linked to, the files of the workspace become links.
 *
 * @param isRelinked false: the files stay as they are (metrics that git keeps).
 */
export function commit(
  { root, store, contents, linkTypes }: Workspace,
  at: RepoPath,
  hashed: Hashed,
  isRelinked: boolean,
): Result<true> {
  const path = join(root, at);
  const links = linkTypes.filter((type) => type === 'hardlink' || type === 'symlink');
  const isLinked = isRelinked && (linkTypes[0] === 'hardlink' || linkTypes[0] === 'symlink');
  const add = (file: string, one: Hashed): Result<true> => {
    const added = store.addFile(file, one);
    if (!added.ok || !isLinked) return added;
    const linked = place(store.pathOf(one), file, [...links, 'copy'], 0o644);
    return linked.ok ? ok(true) : linked;
  };
  if (!isFolder(hashed)) return add(path, hashed);
  const files = [...contents.files(at)];
  for (const { relpath, md5 } of files) {
    const added = add(join(path, relpath), { hash: 'md5', md5 });
    if (!added.ok) return added;
  }
  return store.addBytes(folderText(files), hashed);
}
