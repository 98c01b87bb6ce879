import { chmodSync, copyFileSync, lstatSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { problem } from '../../errors.ts';
import { whyNot } from '../../host/file-failure.io.ts';
import { err, ok, type Result } from '../../result.ts';
import { onDisk } from '../content/disk-name.io.ts';
import { statsAt } from '../content/stats-at.io.ts';

const FILE_MODE = 0o666;
const EXECUTABLE = 0o111;

let count = 0;

/**
 * Makes files that share their content with the cache, as hard or symbolic links, files of their own that can be written.
 *
 * @param path absolute path of a file or of a folder with all that is in it.
 * @param umask what the process takes away from the mode of new files.
 */
export function unprotect(path: string, umask: number): Result<true> {
  try {
    const stats = statsAt(path);
    if (stats === undefined)
      return err(
        problem(
          'E_CACHE',
          `can't unprotect non-existing data '${path}'`,
          'nothing lies there',
          'check it out first',
        ),
      );
    if (stats.isDirectory()) unprotectFolder(path, umask);
    else unprotectFile(path, umask);
    return ok(true);
  } catch (error) {
    const { why, fix } = whyNot(error);
    return err(problem('E_CACHE', `cannot unprotect ${path}`, why, fix));
  }
}

function unprotectFolder(folder: string, umask: number): void {
  for (const entry of readdirSync(onDisk(folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) unprotectFolder(path, umask);
    else if (statsAt(path)?.isFile() === true) unprotectFile(path, umask);
  }
}

function unprotectFile(path: string, umask: number): void {
  const file = onDisk(path);
  const link = lstatSync(file);
  const mode = (FILE_MODE & ~umask) | (statSync(file).mode & EXECUTABLE);
  if (!link.isSymbolicLink() && link.nlink === 1) {
    if ((link.mode & 0o777) !== mode) chmodSync(file, mode);
    return;
  }
  // Whoever reads the file meanwhile sees it whole.
  const temp = onDisk(`${dirname(path)}/.${process.pid}.${(count++).toString(36)}.tmp`);
  try {
    copyFileSync(file, temp);
    chmodSync(temp, mode);
    renameSync(temp, file);
  } catch (error) {
    rmSync(temp, { force: true });
    throw error;
  }
}
