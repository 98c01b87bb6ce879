import { decimalIn } from './decimal-bytes.ts';
import { KeptFile, type SysfsPath } from './kept-file.io.ts';

/** One buffer for all: every read is parsed before the next. */
const buffer = Buffer.allocUnsafe(64);

/**
 * A decimal number in a small pseudo file, e.g. `energy1_input`, read without allocation while all is well. What cannot be read is NaN, with
 * `code` and `why`.
 *
 * @example
 * const watts = new SysfsNumber('/sys/class/hwmon/hwmon0/power1_average').read() / 1e6; // the file is in µW
 */
export class SysfsNumber {
  readonly #file: KeptFile;
  /** errno name of the last failure, `EMPTY` for a file without a number; empty while all is well. */
  code = '';

  constructor(where: SysfsPath) {
    this.#file = new KeptFile(where);
  }

  /** The file last opened, or tried. */
  get path(): string {
    return this.#file.path;
  }

  /** Why the last read gave nothing, in words; empty while all is well. */
  get why(): string {
    return this.code === 'EMPTY' ? `${this.path}: it holds no number` : this.#file.why;
  }

  /** The number as the file has it; NaN where it cannot be read. */
  read(): number {
    const length = this.#file.read(buffer);
    this.code = this.#file.code;
    if (length < 0) return Number.NaN;
    const value = decimalIn(buffer, length);
    if (!Number.isNaN(value)) return value;
    this.code = 'EMPTY';
    this.close(); // an emptied file may be that of a device that is gone
    return Number.NaN;
  }

  close(): void {
    this.#file.close();
  }
}
