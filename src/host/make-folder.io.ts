import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { errnoName } from './file-failure.io.ts';

/**
 * Makes a folder and those above it; one that is there is left alone. Throws as `mkdirSync` does, except that on a read-only disk
 * Node's recursive way says ENOENT: there the missing folder nearest to the root is tried alone, and its error is the true one.
 */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    if (errnoName(error) !== 'ENOENT') throw error;
    mkdirSync(firstMissing(path));
    mkdirSync(path, { recursive: true });
  }
}

function firstMissing(path: string): string {
  const parent = dirname(path);
  return parent === path || existsSync(parent) ? path : firstMissing(parent);
}
