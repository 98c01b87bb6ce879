import { statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import type { RepoPath } from '../model/stage.ts';

/** Where a user stands in a DVC project. */
export interface Standpoint {
  /** Absolute path of the folder with `.dvc` in it. */
  readonly root: string;
  /** The folder that the user stands in. */
  readonly from: RepoPath;
}

/** The nearest folder above that holds `.dvc`. A mount point is not looked beyond, as DVC does not. */
export function findRoot(cwd: string): Result<Standpoint> {
  let folder = cwd;
  const device = deviceOf(cwd);
  for (;;) {
    if (isFolder(join(folder, '.dvc')))
      return ok({ root: folder, from: relative(folder, cwd).split(sep).join('/') });
    const parent = dirname(folder);
    if (parent === folder || deviceOf(parent) !== device) break;
    folder = parent;
  }
  return err(
    problem(
      'E_NO_REPO',
      `you are not inside of a DVC repository (checked up to mount point '${folder}')`,
      'no folder from here up holds .dvc',
      'change into the project, or make one here with `joulebook init`',
    ),
  );
}

function deviceOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.dev;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
