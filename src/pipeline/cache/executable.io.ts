import { chmodSync, lstatSync, statSync } from 'node:fs';

const EXECUTABLE_BY_OWNER = 0o100;

/** As DVC does it: for the owner. A file that shares its content with the cache is left as it is. */
export function makeExecutable(path: string): void {
  const { mode, nlink } = statSync(path);
  const isShared = nlink > 1 || lstatSync(path).isSymbolicLink();
  if ((mode & EXECUTABLE_BY_OWNER) === 0 && !isShared) chmodSync(path, mode | EXECUTABLE_BY_OWNER);
}
