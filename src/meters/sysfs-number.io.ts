import { closeSync, openSync, readSync } from 'node:fs';
import { errnoName } from '../host/file-failure.io.ts';

/** One buffer for all: every read is parsed before the next. */
const buffer = Buffer.allocUnsafe(64);

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
 * A decimal number in a small pseudo file, e.g. `energy1_input`: read through a kept descriptor, without allocation while all is well.
 * It never throws: what cannot be read is NaN, with `code` and `why`. A file that failed is opened anew at the next read, so a device that
 * comes back is found again.
 *
 * @example
 * const watts = new SysfsNumber('/sys/class/hwmon/hwmon0/power1_average').read() / 1e6; // the file is in µW
 */
export class SysfsNumber {
  readonly #where: SysfsPath;
  #fd: number | undefined;
  #path: string;
  /** errno name of the last failure, `EMPTY` for a file without a number; empty while all is well. */
  code = '';

  constructor(where: SysfsPath) {
    this.#where = where;
    this.#path = typeof where === 'string' ? where : '';
  }

  /** The file last opened, or tried. */
  get path(): string {
    return this.#path;
  }

  /** Why the last read gave nothing, in words; empty while all is well. */
  get why(): string {
    if (this.code === '') return '';
    if (this.code === 'EMPTY') return `${this.#path}: it holds no number`;
    return `${this.#path || 'its file'}: ${WHY[this.code] ?? 'it cannot be read'} (${this.code})`;
  }

  /** The number as the file has it; NaN where it cannot be read. */
  read(): number {
    if (this.#fd === undefined && !this.#open()) return Number.NaN;
    let length: number;
    try {
      length = readSync(this.#fd as number, buffer, 0, buffer.length, 0);
    } catch (error) {
      return this.#failed(errnoName(error) ?? 'EIO');
    }
    const value = decimalIn(buffer, length);
    if (Number.isNaN(value)) return this.#failed('EMPTY');
    this.code = '';
    return value;
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
    try {
      this.#fd = openSync(path, 'r');
      return true;
    } catch (error) {
      this.code = errnoName(error) ?? 'EIO';
      return false;
    }
  }

  #failed(code: string): number {
    this.code = code;
    this.close();
    return Number.NaN;
  }
}

const ZERO = 48;
const MINUS = 45;
const POINT = 46;

/**
 * The decimal number at the beginning of some bytes (after blanks), without making a string; NaN if there is none. Exact for whole numbers
 * up to 2^53.
 */
export function decimalIn(bytes: Uint8Array, length: number): number {
  let at = 0;
  while (at < length && isBlank(bytes[at] as number)) at += 1;
  const isNegative = bytes[at] === MINUS && at < length;
  if (isNegative) at += 1;
  let value = 0;
  let digits = 0;
  let scale = 1;
  let isFraction = false;
  for (; at < length; at += 1) {
    const byte = bytes[at] as number;
    const digit = byte - ZERO;
    if (digit >= 0 && digit <= 9) {
      value = value * 10 + digit;
      if (isFraction) scale *= 10;
      digits += 1;
    } else if (byte === POINT && !isFraction) isFraction = true;
    else if (isBlank(byte) || byte === 0) break;
    else return Number.NaN;
  }
  if (digits === 0) return Number.NaN;
  return (isNegative ? -value : value) / scale;
}

function isBlank(byte: number): boolean {
  return byte === 32 || byte === 9 || byte === 10 || byte === 13;
}
