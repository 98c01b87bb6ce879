import {
  accessSync,
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  rmdirSync,
  statfsSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { whyNot } from '../../host/file-failure.io.ts';
import { tryLockOpen } from '../../host/lock.io.ts';
import type { FolderTrial } from './book-facts.ts';

/**
 * Tries to write and to lock in a folder, and leaves nothing there.
 *
 * @param inOwnFolder make a folder in it first, as a book that does not exist yet would be.
 */
export function tryFolder(dir: string, inOwnFolder: boolean): FolderTrial {
  let made: string | undefined;
  try {
    if (inOwnFolder) made = mkdtempSync(join(dir, '.joulebook-doctor-'));
    return { can: true, lock: tryFile(join(made ?? dir, `.doctor.${process.pid}`)) };
  } catch (error) {
    return { can: false, ...whyNot(error) };
  } finally {
    if (made !== undefined) rmdirSync(made);
  }
}

/** Writes a file, locks it, and tries to lock it a second time through another descriptor, as another process would. */
function tryFile(path: string): 'flock' | 'file' | 'useless' {
  const fd = openSync(path, 'wx+');
  let other: number | undefined;
  try {
    writeSync(fd, 'joulebook doctor\n');
    const lock = tryLockOpen(fd, path);
    if (lock === 'busy' || !lock.ok) return 'useless';
    other = openSync(path, 'r+');
    const second = tryLockOpen(other, path);
    if (second !== 'busy' && second.ok) second.value.release();
    lock.value.release();
    return second === 'busy' ? lock.value.kind : 'useless';
  } finally {
    if (other !== undefined) closeSync(other);
    closeSync(fd);
    unlinkSync(path);
  }
}

/** The first of some folders in which nothing may be made, and why. */
export function firstUnwritable(
  folders: readonly string[],
): { readonly why: string; readonly fix: string } | undefined {
  for (const folder of folders) {
    try {
      accessSync(folder, constants.W_OK | constants.X_OK);
    } catch (error) {
      const { why, fix } = whyNot(error);
      return { why: `${folder}: ${why}`, fix };
    }
  }
  return undefined;
}

/** The folder nearest above a path that exists. */
export function nearestFolder(path: string): string {
  for (let folder = path; ; folder = dirname(folder)) {
    try {
      accessSync(folder);
      return folder;
    } catch {
      if (folder === dirname(folder)) return folder;
    }
  }
}

/** Bytes that an ordinary user may still write on the disk of a folder. */
export function freeBytes(folder: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return undefined; // a file system that does not tell
  }
}
