import type { RepoPath } from '../model/stage.ts';

/** The folder that a file is in. */
export function folderOf(file: RepoPath): RepoPath {
  const slash = file.lastIndexOf('/');
  return slash < 0 ? '' : file.slice(0, slash) || '/';
}
