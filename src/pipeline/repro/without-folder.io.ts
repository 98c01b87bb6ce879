import { statSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, problem } from '../../errors.ts';
import type { Stage } from '../model/stage.ts';

/** Why a stage cannot begin: the folder that it runs in is not there, or is none. @param root absolute path of the repository. */
export function withoutFolder(root: string, { wdir }: Pick<Stage, 'wdir'>): Problem | undefined {
  const stats = statSync(join(root, wdir), { throwIfNoEntry: false });
  if (stats?.isDirectory() === true) return undefined;
  const what = stats === undefined ? 'does not exist' : 'is not a folder';
  return problem(
    'E_STAGE',
    `stage working dir '${wdir}' ${what}`,
    undefined,
    'make it, or correct wdir in dvc.yaml',
  );
}
