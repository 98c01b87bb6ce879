import {
  chmodSync,
  constants,
  copyFileSync,
  linkSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { type Problem, problem } from '../../errors.ts';
import { errnoName, whyNot } from '../../host/file-failure.io.ts';
import { makeFolder } from '../../host/make-folder.io.ts';
import { err, ok, type Result } from '../../result.ts';
import { onDisk } from '../content/disk-name.io.ts';
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
/** A folder stands where a file is to be. */
const IS_FOLDER = new Set(['EISDIR', 'ENOTEMPTY', 'EEXIST']);

/** How files come into the workspace. */
export interface Placing {
  /** Absolute path of a folder for files that are not in place yet, made when needed. */
  readonly tempFolder: string;
  /** To be tried in turn. */
  readonly linkTypes: readonly LinkType[];
  /** Of a copy, since an object's own is read-only; hard and symbolic links share it. */
  readonly mode: number;
}

let count = 0;

/**
 * Puts contents of the cache into the workspace, in the first way that the file system can. Each appears there at once: what was there before is
 * replaced by renaming. What does not work once is not tried again.
 */
export class Placer {
  /** The mode of a copy. */
  readonly mode: number;
  readonly #tempFolder: string;
  #types: readonly LinkType[];
  #isTempNear = false;
  readonly #folders = new Set<string>();

  constructor({ tempFolder, linkTypes, mode }: Placing) {
    this.#tempFolder = tempFolder;
    this.#types = linkTypes;
    this.mode = mode;
  }

  /**
   * Puts an object in place. @returns the way that was taken.
   *
   * @param object absolute path in the cache.
   * @param path absolute path in the workspace.
   */
  place(object: string, path: string): Result<LinkType> {
    let failure: unknown;
    try {
      this.makeFolder(dirname(path));
      for (const type of this.#types)
        try {
          this.#put(path, (temp) => link(object, onDisk(temp), type, this.mode), type === 'hardlink');
          return ok(type);
        } catch (error) {
          failure = error;
          if (!CANNOT.has(errnoName(error) ?? '')) break;
          if (type === 'reflink') this.#types = this.#types.filter((one) => one !== 'reflink');
        }
    } catch (error) {
      failure = error;
    }
    if (IS_FOLDER.has(errnoName(failure) ?? '')) return err(inTheWay(path));
    const { why, fix } = whyNot(failure);
    return err(problem('E_CACHE', `cannot put ${path} in place from the cache`, why, fix));
  }

  #put(path: string, make: (temp: string) => void, isLink: boolean): void {
    const name = this.#tempFor(path);
    const temp = onDisk(name);
    const target = onDisk(path);
    try {
      make(name);
      try {
        renameSync(temp, target);
      } catch (error) {
        if (errnoName(error) === 'EXDEV' && !this.#isTempNear) {
          this.#isTempNear = true;
          this.#put(path, make, isLink);
        } else if (IS_FOLDER.has(errnoName(error) ?? '') && isRemoved(path)) renameSync(temp, target);
        else throw error;
      }
      if (isLink) rmSync(temp, { force: true }); // renaming a link onto another name of its file leaves both
    } catch (error) {
      rmSync(temp, { force: true });
      throw error;
    }
  }

  /** Where files are made that other threads put in place as copies; undefined where they are to be links, or cannot be renamed from there. */
  copyFolder(): string | undefined {
    if (this.#isTempNear || this.#types[0] !== 'copy') return undefined;
    this.#makeTempFolder();
    return this.#tempFolder;
  }

  #tempFor(path: string): string {
    const name = `${process.pid}.${(count++).toString(36)}.tmp`;
    if (this.#isTempNear) return `${dirname(path)}/.${name}`;
    this.#makeTempFolder();
    return `${this.#tempFolder}/${name}`;
  }

  #makeTempFolder(): void {
    if (!this.#folders.has(this.#tempFolder)) makeFolder(this.#tempFolder);
    this.#folders.add(this.#tempFolder);
  }

  /** Makes a folder of the workspace and those above it. */
  makeFolder(folder: string): void {
    if (this.#folders.has(folder)) return;
    mkdirSync(onDisk(folder), { recursive: true });
    this.#folders.add(folder);
  }
}

function link(object: string, path: string | Buffer, type: LinkType, mode: number): void {
  if (type === 'hardlink') {
    // A file system takes only so many links to one file, and data sets are full of empty ones: each of these is its own, as in DVC.
    if (statSync(object).size > 0) linkSync(object, path);
    else {
      writeFileSync(path, '', { flag: 'wx' });
      chmodSync(path, mode);
    }
  } else if (type === 'symlink') symlinkSync(object, path);
  else {
    copyFileSync(object, path, type === 'reflink' ? constants.COPYFILE_FICLONE_FORCE : 0);
    chmodSync(path, mode);
  }
}

/** Removes a folder in which no file is, at any depth. */
function isRemoved(path: string): boolean {
  try {
    for (const entry of readdirSync(onDisk(path), { withFileTypes: true }))
      if (!entry.isDirectory() || !isRemoved(`${path}/${entry.name}`)) return false;
    rmdirSync(onDisk(path));
    return true;
  } catch (error) {
    if (errnoName(error) === undefined) throw error;
    return false;
  }
}

function inTheWay(path: string): Problem {
  return problem(
    'E_PIPELINE',
    `cannot put ${path} in place from the cache`,
    'a folder with files that are not tracked stands there',
    'move it away, and try again',
  );
}
