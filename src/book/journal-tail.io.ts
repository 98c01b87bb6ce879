import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { JournalLine } from './journal-event.ts';
import { readLine } from './journal-line.ts';

const CHUNK = 1 << 16;
const NEWLINE = 0x0a;

/** Shared by all tails: nothing stays in it from one reading to the next. */
let buffer = Buffer.allocUnsafe(CHUNK);

/** Follows a journal that somebody else is writing: reads what is new, in whole lines. A torn or altered line is skipped here as everywhere. */
export class JournalTail {
  readonly #fd: number;
  #offset = 0;

  private constructor(fd: number) {
    this.#fd = fd;
  }

  /** undefined where it cannot be read. */
  static open(path: string): JournalTail | undefined {
    try {
      return new JournalTail(openSync(path, 'r'));
    } catch {
      return undefined;
    }
  }

  /** Where the next line begins, bytes. */
  get offset(): number {
    return this.#offset;
  }

  /** Length of the file now, bytes; 0 once it is deleted. */
  get size(): number {
    const { nlink, size } = fstatSync(this.#fd);
    return nlink === 0 ? 0 : size;
  }

  /** Goes on at another place; a line that is cut there is skipped. */
  seek(offset: number): void {
    this.#offset = offset;
  }

  /**
   * Reads whole lines that are there, until the end or until so many bytes are read. A fault of the disk is thrown.
   *
   * @returns how many bytes of lines were read.
   */
  read(onLine: (line: JournalLine) => void, most: number = Number.POSITIVE_INFINITY): number {
    const from = this.#offset;
    let held = 0;
    for (;;) {
      if (held === buffer.length) buffer = Buffer.concat([buffer], 2 * held);
      const n = readSync(this.#fd, buffer, held, buffer.length - held, this.#offset + held);
      const end = held + n;
      let start = 0;
      for (
        let eol = buffer.indexOf(NEWLINE, held);
        eol >= 0 && eol < end;
        eol = buffer.indexOf(NEWLINE, start)
      ) {
        const parsed = readLine(buffer, start, eol);
        start = eol + 1;
        if (parsed.ok) onLine(parsed.line);
      }
      buffer.copyWithin(0, start, end);
      this.#offset += start;
      held = end - start;
      if (n === 0 || this.#offset - from >= most) break;
    }
    if (buffer.length > CHUNK) buffer = Buffer.allocUnsafe(CHUNK);
    return this.#offset - from;
  }

  close(): void {
    closeSync(this.#fd);
  }
}
