import { opendirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { errnoName } from '../../host/file-failure.io.ts';
import type { ObjectStore } from './object-store.io.ts';

/** Objects of one of the two caches that a store holds. */
export type CacheName = 'repo' | 'legacy';

/** Of a process that died: nobody writes a file for so long. */
const ABANDONED_MS = 86_400_000;

/**
 * Removes the objects that nothing uses: those of folders first, so that a folder never stays without its files.
 *
 * @param used names of objects, those of folders with `.dir`.
 * @param remove is called with the path of each; it is its to remove it.
 * @returns how many; undefined where there is no such cache.
 */
export function collectGarbage(
  store: ObjectStore,
  name: CacheName,
  used: ReadonlySet<string>,
  remove: (path: string) => void,
): number | undefined {
  const root = name === 'repo' ? `${store.dir}/files/md5` : store.dir;
  const shards = foldersIn(root).filter((shard) => /^[0-9a-f]{2}$/.test(shard));
  if (name === 'legacy' && shards.length === 0) return undefined;
  let count = 0;
  for (const wantsFolders of [true, false])
    for (const shard of shards)
      for (const rest of namesIn(`${root}/${shard}`)) {
        if (rest.endsWith('.dir') !== wantsFolders || used.has(shard + rest)) continue;
        remove(`${root}/${shard}/${rest}`);
        count += 1;
      }
  return count;
}

/**
 * Removes what processes that died have left unfinished.
 *
 * @param isTemporary whether a name is one of those; all are where nothing is said.
 */
export function removeAbandoned(
  folder: string,
  nowMs: number,
  isTemporary: (name: string) => boolean = () => true,
): void {
  for (const name of namesIn(folder)) {
    if (!isTemporary(name)) continue;
    const path = `${folder}/${name}`;
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats !== undefined && nowMs - stats.mtimeMs > ABANDONED_MS) rmSync(path, { force: true });
  }
}

function foldersIn(folder: string): readonly string[] {
  return namesIn(folder, true).toSorted();
}

function namesIn(folder: string, isForFolders = false): readonly string[] {
  try {
    if (isForFolders)
      return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
        entry.isDirectory() ? [entry.name] : [],
      );
    const names: string[] = [];
    const open = opendirSync(folder, { bufferSize: 1024 });
    for (let entry = open.readSync(); entry !== null; entry = open.readSync())
      if (!entry.isDirectory()) names.push(entry.name);
    open.closeSync();
    return names;
  } catch (error) {
    if (errnoName(error) === 'ENOENT' || errnoName(error) === 'ENOTDIR') return [];
    throw error;
  }
}
