import { join } from 'node:path';
import { problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { commit } from '../cache/commit.io.ts';
import { type FolderFile, folderText } from '../content/folder-text.ts';
import { md5OfBytes } from '../content/hash-file.io.ts';
import { type Hashed, isFolder } from '../model/hashed.ts';
import type { DataSource, RepoPath } from '../model/stage.ts';
import type { Workbench } from '../repro/workbench.io.ts';
import { byCodePoints } from '../values/code-points.ts';
import { linkStatsAt, statsAt } from '../content/stats-at.io.ts';

/**
 * Takes a file or folder inside a tracked folder in, or out where it is gone; what lies in the folder beside it stays as it was recorded.
 *
 * @returns the folder's new hash.
 */
export function addPart(
  bench: Workbench,
  out: DataSource['outs'][number],
  at: RepoPath,
  options: { readonly noCommit: boolean; readonly isRelinked: boolean },
): Result<Hashed> {
  const { store, contents, workspace, project } = bench;
  const { known } = out;
  if (known === undefined || !isFolder(known))
    return err(problem('E_PIPELINE', `Cannot modify '${out.path}' which is being tracked as a file`));
  if (!store.hasOne(known))
    return err(
      problem(
        'E_CACHE',
        `could not read '${known.md5}'`,
        'what the folder held is not in the cache',
        'pull it first (`joulebook pull`), or add the whole folder',
      ),
    );
  const inner = at.slice(out.at.length + 1);
  const isPart = (relpath: string): boolean => relpath === inner || relpath.startsWith(`${inner}/`);
  const inTheWay = fileAbove(bench, out.at, at);
  if (inTheWay !== undefined)
    return err(
      problem(
        'E_PIPELINE',
        `cannot add '${at}'`,
        `'${inTheWay}' is a file now, and is tracked as a folder`,
        'add it as a whole, or put the folder back (`joulebook checkout`)',
      ),
    );
  const found = contents.hash(at);
  if (!found.ok) return found;
  const isThere = found.value !== undefined;
  if (!isThere && linkStatsAt(join(project.root, at)) !== undefined)
    return err(problem('E_PIPELINE', `cannot read '${at}'`, 'it is a symbolic link that leads nowhere'));
  const kept: FolderFile[] = [];
  let isReplaced = false;
  for (const file of store.files(known))
    if (isPart(file.relpath)) isReplaced = true;
    else kept.push(file);
  if (!isThere && !isReplaced) return err(problem('E_PIPELINE', `output '${at}' does not exist`));
  const fresh: FolderFile[] = [];
  if (found.value !== undefined && isFolder(found.value))
    for (const { relpath, md5 } of contents.files(at)) fresh.push({ relpath: `${inner}/${relpath}`, md5 });
  else if (found.value !== undefined) fresh.push({ relpath: inner, md5: found.value.md5 });
  const files = [...kept, ...fresh].sort((a, b) => byCodePoints(a.relpath, b.relpath));
  const md5 = `${md5OfBytes(folderText(files))}.dir`;
  const size = sizeOf(known, md5, !isReplaced, found.value);
  const hashed: Hashed = { hash: 'md5', md5, ...(size === undefined ? {} : { size }), nfiles: files.length };
  if (options.noCommit || !out.cache) return ok(hashed);
  if (found.value !== undefined) {
    const committed = commit(workspace, at, found.value, options.isRelinked);
    if (!committed.ok) return committed;
  }
  const added = store.addFolder(files, hashed);
  return added.ok ? ok(hashed) : added;
}

/** What stands on the way from a tracked folder down to a path, and is no folder. */
function fileAbove({ project }: Workbench, folder: RepoPath, at: RepoPath): RepoPath | undefined {
  const names = at.slice(folder.length + 1).split('/');
  const above = names.map((_, i) => [folder, ...names.slice(0, i)].join('/'));
  return above.find((path) => statsAt(join(project.root, path))?.isDirectory() === false);
}

/** As DVC knows it: where files were only added, or nothing changed; otherwise it is not said. */
function sizeOf(
  known: Hashed,
  md5: string,
  isOnlyAdded: boolean,
  added: Hashed | undefined,
): number | undefined {
  if (isOnlyAdded && known.size !== undefined && known.size > 0 && added?.size !== undefined)
    return known.size + added.size;
  return md5 === known.md5 ? known.size : undefined;
}
