import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  fchmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { type Problem, problem } from '../../errors.ts';
import { errnoName, whyNot } from '../../host/file-failure.io.ts';
import { err, ok, type Result } from '../../result.ts';
import { onDisk } from '../content/disk-name.io.ts';
import { type FolderFile, folderItemText } from '../content/folder-text.ts';
import { md5OfFile, md5OfFileDos2unix } from '../content/hash-file.io.ts';
import type { Hashed } from '../model/hashed.ts';
import { byCodePoints } from '../values/code-points.ts';
import { FolderObject } from './folder-object.io.ts';

/** DVC trusts an object of this mode without reading it. */
const VERIFIED = 0o444;
/** Of the folders of a cache that a group shares: what is made in them belongs to the group. */
const SHARED_FOLDER = 0o2775;
const SHARDS = 256;
const TEXT_AT_ONCE = 1 << 16;

/** What names an object. */
export type ObjectName = Pick<Hashed, 'md5' | 'hash'>;

let count = 0;

/**
 * DVC's cache of contents: `files/md5/ab/cdef…`, and for what DVC 2.x made `ab/cdef…`. An object is made elsewhere, marked as verified by
 * its mode, and renamed: it is there whole or not at all.
 */
export class ObjectStore {
  /** Absolute path of the cache. */
  readonly dir: string;
  readonly objectMode = VERIFIED;
  /** Objects are made here and then renamed: all in one folder, which file systems do in half the time. Its name is none that DVC looks into. */
  readonly #tempFolder: string;
  readonly #isShared: boolean;
  /** Whether a new file has the mode that it is made with. */
  readonly #isModeKept = (process.umask() & VERIFIED) === 0;
  /** Objects that were found whole: of folders, and of files that were asked for by themselves. */
  readonly #whole = new Set<string>();
  readonly #unsorted = new Set<string>();
  readonly #folders = new Set<string>();

  /**
   * @param dir absolute path of the cache.
   * @param isShared whether a group writes into it.
   */
  constructor(dir: string, isShared = false) {
    this.dir = dir;
    this.#tempFolder = `${dir}/joulebook`;
    this.#isShared = isShared;
  }

  /** Where an object lies, whether it is there or not. */
  pathOf({ md5, hash }: ObjectName): string {
    const inner = `${md5.slice(0, 2)}/${md5.slice(2)}`;
    return hash === undefined ? `${this.dir}/${inner}` : `${this.dir}/files/md5/${inner}`;
  }

  /**
   * Whether an object is there and whole; of a folder also all that it holds. One whose mode does not say that it was verified is read; if it
   * is damaged it is removed, as DVC does.
   */
  has(name: ObjectName): boolean {
    const path = this.pathOf(name);
    if (this.#whole.has(path)) return true;
    const isWhole = this.hasOne(name) && (!name.md5.endsWith('.dir') || this.#hasAll(name));
    if (isWhole) this.#whole.add(path);
    return isWhole;
  }

  /** Whether an object itself is there and whole. */
  hasOne(name: ObjectName): boolean {
    const path = this.pathOf(name);
    try {
      const stats = statSync(path, { throwIfNoEntry: false });
      return stats !== undefined && ((stats.mode & 0o777) === VERIFIED || verified(path, name));
    } catch (error) {
      if (errnoName(error) === undefined) throw error;
      return false; // it cannot be read: as good as not there
    }
  }

  /** The files that a folder's object lists, sorted by path as code points. Whether it is there is asked of {@link has} before. */
  *files(name: ObjectName): Generator<FolderFile> {
    const files = new FolderObject(this.pathOf(name));
    if (this.#unsorted.has(this.pathOf(name)))
      yield* [...files].sort((a, b) => byCodePoints(a.relpath, b.relpath));
    else yield* files;
  }

  /**
   * Takes a large file's content in, whose hash is known. It shares its blocks where the file system can, else it is linked if that is wanted, else copied.
   *
   * @param isLinked whether the object may be a hard link to the file.
   * @param isUnchanged whether the file is still as it was hashed.
   */
  addFile(path: string, name: ObjectName, isLinked: boolean, isUnchanged: () => boolean): Result<true> {
    const source = onDisk(path);
    return this.#add(name, (temp) => {
      if (!(isLinked && isLinkedTo(source, temp))) {
        copyFileSync(source, temp, constants.COPYFILE_FICLONE);
        chmodSync(temp, VERIFIED);
      }
      return isUnchanged() ? undefined : changedMeanwhile(path);
    });
  }

  /** Makes every folder that objects can lie in, for whoever writes many of them. */
  prepare(): Result<{ readonly objects: string; readonly tempFolder: string }> {
    const objects = `${this.dir}/files/md5`;
    const tempFolder = this.#tempFolder;
    try {
      this.#makeFolder(tempFolder);
      for (let i = 0; i < SHARDS; i += 1) this.#makeFolder(`${objects}/${i.toString(16).padStart(2, '0')}`);
      return ok({ objects, tempFolder });
    } catch (error) {
      const { why, fix } = whyNot(error);
      return err(problem('E_CACHE', `cannot write into the cache ${objects}`, why, fix));
    }
  }

  /** Takes an object in whose bytes are at hand. */
  addBytes(bytes: Uint8Array, name: ObjectName): Result<true> {
    return this.#add(name, (temp) => {
      this.#withNewFile(temp, (fd) => writeAll(fd, bytes));
      return undefined;
    });
  }

  /** Takes the object of a folder in. */
  addFolder(files: Iterable<FolderFile>, name: ObjectName): Result<true> {
    return this.#add(name, (temp) => {
      this.#withNewFile(temp, (fd) => {
        let text = '[';
        let between = '';
        for (const file of files) {
          text += between + folderItemText(file);
          between = ', ';
          if (text.length < TEXT_AT_ONCE) continue;
          writeAll(fd, Buffer.from(text, 'latin1'));
          text = '';
        }
        writeAll(fd, Buffer.from(`${text}]`, 'latin1'));
      });
      return undefined;
    });
  }

  #hasAll(name: ObjectName): boolean {
    const folder = new FolderObject(this.pathOf(name));
    let before = '';
    for (const { relpath, md5 } of folder) {
      if (!this.hasOne({ ...name, md5 })) return false;
      if (byCodePoints(before, relpath) > 0) this.#unsorted.add(this.pathOf(name));
      before = relpath;
    }
    return !folder.isDamaged;
  }

  #add(name: ObjectName, write: (temp: string) => Problem | undefined): Result<true> {
    if (this.hasOne(name)) return ok(true);
    const path = this.pathOf(name);
    const temp = `${this.#tempFolder}/${process.pid}.${(count++).toString(36)}.tmp`;
    try {
      this.#makeFolder(this.#tempFolder);
      this.#makeFolder(dirname(path));
      const failed = write(temp);
      if (failed === undefined) {
        renameSync(temp, path);
        return ok(true);
      }
      rmSync(temp, { force: true });
      return err(failed);
    } catch (error) {
      rmSync(temp, { force: true });
      const { why, fix } = whyNot(error);
      return err(problem('E_CACHE', `cannot write the cache object ${path}`, why, fix));
    }
  }

  #withNewFile(temp: string, write: (fd: number) => void): void {
    const fd = openSync(temp, 'wx', VERIFIED);
    try {
      write(fd);
      if (!this.#isModeKept) fchmodSync(fd, VERIFIED);
    } finally {
      closeSync(fd);
    }
  }

  #makeFolder(folder: string): void {
    if (this.#folders.has(folder)) return;
    const first = mkdirSync(folder, { recursive: true });
    if (this.#isShared && first !== undefined)
      for (let made = folder; ; made = dirname(made)) {
        chmodSync(made, SHARED_FOLDER);
        if (made === first) break;
      }
    this.#folders.add(folder);
  }
}

function verified(path: string, { md5, hash }: ObjectName): boolean {
  const found = hash === undefined && !md5.endsWith('.dir') ? md5OfFileDos2unix(path) : md5OfFile(path);
  if (found !== md5.replace('.dir', '')) {
    rmSync(path, { force: true });
    return false;
  }
  protect(path);
  return true;
}

/** Not every file system has modes, and not every object is ours: that costs time, nothing else. */
function protect(path: string): void {
  try {
    chmodSync(path, VERIFIED);
  } catch (error) {
    if (errnoName(error) === undefined) throw error;
  }
}

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
}

/** Makes the object a second name of the file, unless it is a link or cannot be linked. */
function isLinkedTo(source: string | Buffer, temp: string): boolean {
  if (lstatSync(source).isSymbolicLink()) return false;
  try {
    linkSync(source, temp);
  } catch (error) {
    if (errnoName(error) === undefined) throw error;
    return false;
  }
  chmodSync(temp, VERIFIED);
  return true;
}

function changedMeanwhile(path: string): Problem {
  return problem(
    'E_PIPELINE',
    `'${path}' changed while it was read`,
    'what would go into the cache is not what was hashed',
    'wait until nothing writes to it, and try again',
  );
}
