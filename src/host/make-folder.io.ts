import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { errnoName } from './file-failure.io.ts';

/**
 * Makes a folder and those above it; one that is there is left alone. Throws as `mkdirSync` does, for the folder nearest to the root that
 * cannot be made. Node's own recursive way says ENOENT on a read-only disk, and never returns where a folder that is there takes none (`/proc`).
 */
export function makeFolder(path: string): void {
  if (isFolder(path)) return; // as it mostly is: an error costs far more than a look
  try {
    mkdirSync(path);
  } catch (error) {
    const parent = dirname(path);
    if (errnoName(error) === 'ENOENT' && parent !== path && !existsSync(parent)) {
      makeFolder(parent);
      makeFolder(path);
    } else if (!isFolder(path)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
