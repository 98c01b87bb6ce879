import { join } from 'node:path';
import { Placer } from './placer.io.ts';
import type { Workspace } from './workspace.io.ts';

/** Whatever a copy from the cache is for. */
const FILE_MODE = 0o666;

/** Who puts files into a workspace. */
export function placerOf({ root, linkTypes, umask }: Workspace): Placer {
  const tempFolder = join(root, '.dvc', 'tmp', 'joulebook', 'placing');
  return new Placer({ tempFolder, linkTypes, mode: FILE_MODE & ~umask });
}
