import type { Hashed } from '../model/hashed.ts';
import type { RepoPath } from '../model/stage.ts';

/** A tracked file or folder, or a file of a tracked folder. */
export interface DataEntry {
  readonly at: RepoPath;
  readonly isFolder: boolean;
  /** Its content; undefined where nothing is recorded yet. */
  readonly known?: Pick<Hashed, 'md5' | 'hash'>;
}

/** What is tracked, as it was or is. */
export interface DataState {
  readonly entries: ReadonlyMap<RepoPath, DataEntry>;
  /** Folders of which nobody knows any more what lay in them: the list is not in the cache. */
  readonly unknown: ReadonlySet<RepoPath>;
}

/** How a path is written: a folder with a slash behind it. */
export function dataPath({ at, isFolder }: DataEntry): string {
  return isFolder ? `${at}/` : at;
}
