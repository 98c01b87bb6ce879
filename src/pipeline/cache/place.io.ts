import {
  chmodSync,
  constants,
  copyFileSync,
  linkSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { problem } from '../../errors.ts';
import { errnoName, whyNot } from '../../host/file-failure.io.ts';
import { err, ok, type Result } from '../../result.ts';
import type { LinkType } from '../project/config.ts';

/** A file system that cannot link in a way says so by one of these. */
const CANNOT = new Set([
  'EPERM',
  'ENOTSUP',
  'EOPNOTSUPP',
  'EXDEV',
  'ENOTTY',
  'ENOSYS',
  'EINVAL',
  'EMLINK',
  'EACCES',
]);

let count = 0;

/**
 * Puts a cache object's content at a path in the workspace, in the first of these ways that the file system can. It appears there at once:
 * what was there before is replaced by renaming.
 *
 * @param mode of a copy, since the object's own is read-only; hard and symbolic links share it.
 * @returns the way that was taken.
 */
export function place(
  object: string,
  path: string,
  types: readonly LinkType[],
  mode: number,
): Result<LinkType> {
  const temp = `${path}.${process.pid}.${(count++).toString(36)}.tmp`;
  let failure: unknown;
  try {
    mkdirSync(dirname(path), { recursive: true });
    for (const type of types) {
      try {
        link(object, temp, type, mode);
        renameSync(temp, path);
        rmSync(temp, { force: true }); // renaming a hard link onto itself leaves both names
        return ok(type);
      } catch (error) {
        rmSync(temp, { force: true });
        failure = error;
        if (!CANNOT.has(errnoName(error) ?? '')) break;
      }
    }
  } catch (error) {
    failure = error;
  }
  const { why, fix } = whyNot(failure);
  return err(problem('E_CACHE', `cannot put ${path} in place from the cache`, why, fix));
}

function link(object: string, path: string, type: LinkType, mode: number): void {
  if (type === 'hardlink') linkSync(object, path);
  else if (type === 'symlink') symlinkSync(object, path);
  else {
    copyFileSync(object, path, type === 'reflink' ? constants.COPYFILE_FICLONE_FORCE : 0);
    chmodSync(path, mode);
  }
}
