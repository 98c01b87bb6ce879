import { KeptFile, type SysfsPath } from './kept-file.io.ts';

/** One buffer for all: every read is used up before the next. */
const buffer = Buffer.allocUnsafe(64);
const NEWLINE = 10;

/** The first line of a small pseudo file, e.g. `status`, read without allocation while it stays the same; empty where it cannot be read. */
export class SysfsLine {
  readonly #file: KeptFile;
  #text = '';

  constructor(where: SysfsPath) {
    this.#file = new KeptFile(where);
  }

  read(): string {
    const length = this.#file.read(buffer);
    let end = 0;
    while (end < length && buffer[end] !== NEWLINE) end += 1;
    let isSame = end === this.#text.length;
    for (let k = 0; isSame && k < end; k += 1) isSame = buffer[k] === this.#text.charCodeAt(k);
    if (!isSame) this.#text = buffer.toString('latin1', 0, end);
    return this.#text;
  }

  close(): void {
    this.#file.close();
  }
}
