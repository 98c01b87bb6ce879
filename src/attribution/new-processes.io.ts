import { closeSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { tryOpen } from '../host/try-open.io.ts';

/**
 * Tells whether any process has begun since it was last asked: the kernel says which number it gave out last. One small read, where a
 * walk through a tree costs one for each process.
 */
export class NewProcesses {
  readonly #fd: number | undefined;
  readonly #buffer = Buffer.allocUnsafe(128);
  #last = '';

  constructor(proc: string) {
    this.#fd = tryOpen(join(proc, 'loadavg'));
  }

  /** True where one may have begun, so also where the kernel does not tell. */
  haveBegun(): boolean {
    if (this.#fd === undefined) return true;
    const length = readSync(this.#fd, this.#buffer, 0, this.#buffer.length, 0);
    const text = this.#buffer.toString('latin1', 0, length); // "0.20 0.18 0.12 1/80 11206"
    const last = text.slice(text.lastIndexOf(' ') + 1);
    const isNew = last !== this.#last;
    this.#last = last;
    return isNew;
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
  }
}
