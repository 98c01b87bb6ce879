import { createHash, type Hash } from 'node:crypto';
import { chmodSync, closeSync, ftruncateSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '../../../host/make-folder.io.ts';
import { removeFile } from '../../../host/remove-file.io.ts';
import type { Sink } from '../remote-store.ts';

let count = 0;

/** A file on its way in: it lies beside its place under another name until it is whole, and is hashed as it comes. */
export class Arrival implements Sink {
  readonly #path: string;
  readonly #temp: string;
  readonly #fd: number;
  #hash: Hash = createHash('md5');
  #size = 0;
  #isOpen = true;

  /** Throws as `openSync` does. */
  constructor(path: string) {
    this.#path = path;
    this.#temp = `${path}.${process.pid}.${(count++).toString(36)}.tmp`;
    makeFolder(dirname(path));
    this.#fd = openSync(this.#temp, 'wx', 0o666);
  }

  /** Where it lies until it is kept. */
  get temp(): string {
    return this.#temp;
  }

  write(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    let done = 0;
    while (done < bytes.length)
      done += writeSync(this.#fd, bytes, done, bytes.length - done, this.#size + done);
    this.#size += bytes.length;
  }

  reset(): void {
    ftruncateSync(this.#fd, 0);
    this.#hash = createHash('md5');
    this.#size = 0;
  }

  /** MD5 of what has come, 32 hexadecimal digits. Nothing may come after it. */
  md5(): string {
    return this.#hash.digest('hex');
  }

  /** Puts it in its place; its mode is that of any new file unless one is given. */
  keep(mode?: number): void {
    this.#close();
    if (mode !== undefined) chmodSync(this.#temp, mode);
    renameSync(this.#temp, this.#path);
  }

  /** Gives it up, unless it was kept. */
  drop(): void {
    if (!this.#isOpen) return;
    this.#close();
    removeFile(this.#temp);
  }

  #close(): void {
    this.#isOpen = false;
    closeSync(this.#fd);
  }
}
