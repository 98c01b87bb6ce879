import { closeSync, openSync, readSync } from 'node:fs';
import { errnoName } from '../../host/file-failure.io.ts';

const ZERO = 48;
const NINE = 57;
const MINUS = 45;
const NEWLINE = 10;

/** One buffer for all: a reading is used up before the next is made. */
const buffer = Buffer.allocUnsafe(64);

/**
 * A small pseudo file that is read again and again through one descriptor, without allocation where its text stays the same. It is opened anew
 * after it could not be read: a driver may have come back.
 */
export class KeptFile {
  readonly path: string;
  #fd: number | undefined;
  #text = '';
  /** The errno name of the last failure, e.g. `ENODATA`; undefined where it was read. */
  failure: string | undefined;

  constructor(path: string) {
    this.path = path;
  }

  /** The whole number at its beginning; NaN where it cannot be read or holds none. */
  number(): number {
    const length = this.#read();
    const isNegative = length > 0 && buffer[0] === MINUS;
    let value = Number.NaN;
    for (let k = isNegative ? 1 : 0; k < length; k += 1) {
      const code = buffer[k] ?? 0;
      if (code < ZERO || code > NINE) break;
      value = (Number.isNaN(value) ? 0 : value) * 10 + code - ZERO;
    }
    return isNegative ? -value : value;
  }

  /** Its first line; empty where it cannot be read. */
  line(): string {
    const length = this.#read();
    let end = 0;
    while (end < length && buffer[end] !== NEWLINE) end += 1;
    let isSame = end === this.#text.length;
    for (let k = 0; isSame && k < end; k += 1) isSame = buffer[k] === this.#text.charCodeAt(k);
    if (!isSame) this.#text = buffer.toString('latin1', 0, end);
    return this.#text;
  }

  close(): void {
    if (this.#fd === undefined) return;
    try {
      closeSync(this.#fd);
    } catch {
      // it is gone either way
    }
    this.#fd = undefined;
  }

  #read(): number {
    try {
      this.#fd ??= openSync(this.path, 'r');
      const length = readSync(this.#fd, buffer, 0, buffer.length, 0);
      this.failure = undefined;
      return length;
    } catch (error) {
      this.failure = errnoName(error) ?? 'unreadable';
      this.close();
      return 0;
    }
  }
}
