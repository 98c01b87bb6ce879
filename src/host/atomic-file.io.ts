import { closeSync, fdatasyncSync, openSync, renameSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Problem, problem } from '../errors.ts';
import { whyNot } from './file-failure.io.ts';

/** Bytes. */
const LONGEST_NAME = 255;

let count = 0;

/**
 * Replaces a file at once: readers see the old content or the new, never a part. The folder must exist. A device or a pipe (`/dev/null`, `/dev/stdout`) is
 * written to and stays what it is: put in its place, a file would break every other program of the machine.
 *
 * @param options.sync wait until the content is on the disk before the old one is given up.
 */
export function writeFileAtomic(
  path: string,
  content: string | Uint8Array,
  options: { readonly sync?: boolean } = {},
): Problem | undefined {
  const isInPlace = isNoFile(path);
  const temp = isInPlace ? path : tempBeside(path);
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  let fd: number | undefined;
  try {
    fd = openSync(temp, isInPlace ? 'w' : 'wx', 0o666);
    for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
    if (options.sync === true && !isInPlace) fdatasyncSync(fd);
    closeSync(fd);
    fd = undefined;
    if (!isInPlace) renameSync(temp, path);
    return undefined;
  } catch (error) {
    if (fd !== undefined) closeQuietly(fd);
    if (!isInPlace) removeQuietly(temp);
    const { why, fix } = whyNot(error);
    return problem('E_OUTPUT', `cannot write ${path}`, why, fix);
  }
}

function isNoFile(path: string): boolean {
  try {
    const there = statSync(path);
    return !there.isFile() && !there.isDirectory();
  } catch {
    return false; // there is nothing, or the writing itself will say what is wrong
  }
}

/** A name beside it that says whose it is, unless that would be longer than a name may be. */
function tempBeside(path: string): string {
  const own = `.${process.pid}.${(count++).toString(36)}.tmp`;
  const name = path.slice(path.lastIndexOf('/') + 1);
  return Buffer.byteLength(name + own) > LONGEST_NAME ? join(dirname(path), own) : path + own;
}

function closeQuietly(fd: number): void {
  try {
    closeSync(fd);
  } catch {
    // the write's own failure is the one to report
  }
}

function removeQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // it may never have been made
  }
}
