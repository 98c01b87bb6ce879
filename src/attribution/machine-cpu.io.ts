import { closeSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { tryOpen } from '../host/try-open.io.ts';
import { type MachineCpu, parseMachineCpu } from './proc-stat.ts';

/** Reads the machine's CPU time from a kept descriptor of /proc/stat, for the sampling path. */
export class MachineCpuReader {
  readonly #fd: number | undefined;
  readonly #line = Buffer.allocUnsafe(256); // only the first line is read

  constructor(proc: string) {
    this.#fd = tryOpen(join(proc, 'stat'));
  }

  /** CPU time since boot; undefined where there is no /proc/stat (macOS). */
  read(): MachineCpu | undefined {
    if (this.#fd === undefined) return undefined;
    const length = readSync(this.#fd, this.#line, 0, this.#line.length, 0);
    return parseMachineCpu(this.#line.toString('latin1', 0, length));
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
  }
}
