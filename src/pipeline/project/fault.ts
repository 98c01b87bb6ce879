import type { Problem } from '../../errors.ts';
import type { RepoPath } from '../model/stage.ts';

/** What is wrong with a file of a project, or with one of its stages. */
export interface Fault {
  readonly problem: Problem;
  readonly file: RepoPath;
  /** What cannot be resolved there; undefined where the file as a whole is not understood. */
  readonly of?: BrokenStage;
}

/** A stage that cannot be resolved, or a group whose stages are not known. */
export interface BrokenStage {
  readonly name: string;
  /** The `foreach` or `matrix` that the stage is of. */
  readonly group?: string;
  /** Whether it is a group that cannot be expanded. */
  readonly isGroup: boolean;
}
