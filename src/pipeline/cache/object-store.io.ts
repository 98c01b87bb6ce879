import {
  chmodSync,
  constants,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { problem } from '../../errors.ts';
import { whyNot } from '../../host/file-failure.io.ts';
import { err, ok, type Result } from '../../result.ts';
import { type FolderFile, parseFolderText } from '../content/folder-text.ts';
import { md5OfFile, md5OfFileDos2unix } from '../content/hash-file.io.ts';
import type { Hashed } from '../model/hashed.ts';

/** DVC trusts an object of this mode without reading it. */
const VERIFIED = 0o444;

let count = 0;

/**
 * DVC's cache of contents: `files/md5/ab/cdef…`, and for what DVC 2.x made `ab/cdef…`. An object is made beside its place, marked as verified by
 * its mode, and renamed: it is there whole or not at all.
 */
export class ObjectStore {
  readonly #dir: string;
  readonly #seen = new Set<string>();

  /** @param dir absolute path of the cache. */
  constructor(dir: string) {
    this.#dir = dir;
  }

  /** Where an object lies, whether it is there or not. */
  pathOf({ md5, hash }: Pick<Hashed, 'md5' | 'hash'>): string {
    const inner = join(md5.slice(0, 2), md5.slice(2));
    return hash === undefined ? join(this.#dir, inner) : join(this.#dir, 'files', 'md5', inner);
  }

  /**
   * Whether an object is there and whole; of a folder also all that it holds. One whose mode does not say that it was verified is read; if it
   * is damaged it is removed, as DVC does.
   */
  has(hashed: Pick<Hashed, 'md5' | 'hash'>): boolean {
    if (!this.#hasOne(hashed)) return false;
    if (!hashed.md5.endsWith('.dir')) return true;
    const files = this.readFolder(hashed);
    return files.ok && files.value.every(({ md5 }) => this.#hasOne({ ...hashed, md5 }));
  }

  /** Takes a file's content in, whose hash is known. It is copied, or shares its blocks where the file system can. */
  addFile(path: string, hashed: Pick<Hashed, 'md5' | 'hash'>): Result<true> {
    return this.#add(hashed, (temp) => copyFileSync(path, temp, constants.COPYFILE_FICLONE));
  }

  /** Takes an object in whose bytes are at hand. */
  addBytes(bytes: string | Uint8Array, hashed: Pick<Hashed, 'md5' | 'hash'>): Result<true> {
    return this.#add(hashed, (temp) => writeFileSync(temp, bytes));
  }

  /** What a folder's object lists. */
  readFolder(hashed: Pick<Hashed, 'md5' | 'hash'>): Result<readonly FolderFile[]> {
    const path = this.pathOf(hashed);
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      const { why, fix } = whyNot(error);
      return err(problem('E_CACHE', `cannot read the cache object ${path}`, why, fix));
    }
    const files = parseFolderText(text);
    if (files !== undefined) return ok(files);
    return err(
      problem(
        'E_CACHE',
        `the cache object ${path} is damaged`,
        'it is not the list of a folder’s files',
        'remove it, then pull it or run the stage again',
      ),
    );
  }

  #add(hashed: Pick<Hashed, 'md5' | 'hash'>, write: (temp: string) => void): Result<true> {
    if (this.#hasOne(hashed)) return ok(true);
    const path = this.pathOf(hashed);
    const temp = `${path}.${process.pid}.${(count++).toString(36)}.tmp`;
    try {
      mkdirSync(dirname(path), { recursive: true });
      write(temp);
      chmodSync(temp, VERIFIED);
      renameSync(temp, path);
      this.#seen.add(path);
      return ok(true);
    } catch (error) {
      rmSync(temp, { force: true });
      const { why, fix } = whyNot(error);
      return err(problem('E_CACHE', `cannot write the cache object ${path}`, why, fix));
    }
  }

  #hasOne(hashed: Pick<Hashed, 'md5' | 'hash'>): boolean {
    const path = this.pathOf(hashed);
    if (this.#seen.has(path)) return true;
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return false;
    const isWhole = (stats.mode & 0o777) === VERIFIED || verified(path, hashed);
    if (isWhole) this.#seen.add(path);
    return isWhole;
  }
}

function verified(path: string, { md5, hash }: Pick<Hashed, 'md5' | 'hash'>): boolean {
  const found = hash === undefined && !md5.endsWith('.dir') ? md5OfFileDos2unix(path) : md5OfFile(path);
  if (found !== md5.replace('.dir', '')) {
    rmSync(path, { force: true });
    return false;
  }
  chmodSync(path, VERIFIED);
  return true;
}
