import type { Result } from '../../result.ts';
import type { Lock } from '../lock/lock.ts';
import type { Node, RepoPath } from '../model/stage.ts';
import type { PipelineFile } from '../project/pipeline-file.ts';
import type { FileTree } from './file-tree.ts';

/** A project as it is in the workspace or in a commit. */
export interface Snapshot {
  /** Stages and data sources, in the order of their files. */
  readonly nodes: readonly Node[];
  readonly pipelines: ReadonlyMap<RepoPath, PipelineFile>;
  readonly tree: FileTree;
  /** The dvc.lock beside a dvc.yaml; an empty one where there is none. */
  readonly lockOf: (file: RepoPath) => Result<Lock>;
  /** The commit is from before the folder of the project was there. */
  readonly isAbsent?: boolean;
}

/** The text of a file of a tree; undefined where none lies there. */
export function textAt(tree: FileTree, at: RepoPath): string | undefined {
  const bytes = tree.read(at);
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
}

/** Whether a file describes a part of a project. */
export function isPipelineFile(name: string): boolean {
  return name === 'dvc.yaml' || (name.endsWith('.dvc') && name !== '.dvc');
}
