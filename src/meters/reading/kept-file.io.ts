import { closeSync, openSync, readSync } from 'node:fs';
import { errnoName } from '../../host/file-failure.io.ts';

const WHY: Readonly<Record<string, string>> = {
  EACCES: 'no permission to read it',
  EPERM: 'its driver does not permit reading it',
  ENOENT: 'it is gone',
  ENODEV: 'its device is gone',
  ENXIO: 'its device does not answer',
  ESRCH: 'its device is gone',
  EIO: 'its device reports a fault',
  ENODATA: 'its sensor has no data',
  EBUSY: 'its device is busy',
  EAGAIN: 'its device is busy',
  ETIMEDOUT: 'its device does not answer in time',
  EOPNOTSUPP: 'its driver does not support it',
  EISDIR: 'it is a folder',
  EMFILE: 'too many files are open',
};

/** Where a file stands, or how to find it again when its number in the tree has changed. */
export type SysfsPath = string | (() => string | undefined);

/**
 * A small pseudo file that is read again and again through one descriptor. It never throws. A file that failed is opened anew at the next
 * read, so a device that comes back is found again.
 */
export class KeptFile {
  readonly #where: SysfsPath;
  #fd: number | undefined;
  #path: string;
  /** errno name of the last failure; empty while all is well. */
  code = '';

  constructor(where: SysfsPath) {
    this.#where = where;
    this.#path = typeof where === 'string' ? where : '';
  }

  /** The file last opened, or tried. */
  get path(): string {
    return this.#path;
  }

  /** Why the last read failed, in words; empty while all is well. */
  get why(): string {
    if (this.code === '') return '';
    return `${this.#path || 'its file'}: ${WHY[this.code] ?? 'it cannot be read'} (${this.code})`;
  }

  /** Reads its beginning into a buffer: the number of bytes, -1 where it cannot be read. */
  read(into: Uint8Array): number {
    try {
      if (this.#fd === undefined && !this.#open()) return -1;
      const length = readSync(this.#fd as number, into, 0, into.length, 0);
      this.code = '';
      return length;
    } catch (error) {
      this.code = errnoName(error) ?? 'EIO';
      this.close();
      return -1;
    }
  }

  close(): void {
    if (this.#fd === undefined) return;
    try {
      closeSync(this.#fd);
    } catch {
      // the device behind it is gone, and the descriptor with it
    }
    this.#fd = undefined;
  }

  #open(): boolean {
    const path = typeof this.#where === 'string' ? this.#where : this.#where();
    if (path === undefined) {
      this.code = 'ENOENT';
      return false;
    }
    this.#path = path;
    this.#fd = openSync(path, 'r');
    return true;
  }
}
