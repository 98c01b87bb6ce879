import type { RepoPath } from '../model/stage.ts';

/** The files of a project as they lie in the workspace, or as they are in a commit. */
export interface FileTree {
  /** Content of a file; undefined where none lies there. */
  readonly read: (at: RepoPath) => Uint8Array | undefined;
  /** What lies at a path. */
  readonly kindOf: (at: RepoPath) => 'file' | 'folder' | undefined;
  /** Paths of all files below a folder, sorted. */
  readonly below: (folder: RepoPath) => readonly RepoPath[];
  /** Tells which files will be read, where it is dear to fetch them one by one. */
  readonly expect?: (paths: ReadonlySet<RepoPath>) => void;
}
