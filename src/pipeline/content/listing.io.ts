import { closeSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { onDisk, textOfBytes } from './disk-name.io.ts';
import type { ListedFile, ListingHead, Trust } from './listed-file.ts';

const TRUST: readonly Trust[] = ['none', 'settled', 'placed'];

const MAGIC = Buffer.from('jbstat02');
const HEAD_BYTES = MAGIC.length + 16 + 8 + 8;
const FIXED_BYTES = 4 + 4 * 8 + 16 + 1;
const CHUNK = 1 << 18;
const LONGEST_PATH = 1 << 16;
/** At most, in UTF-8. */
const BYTES_PER_UNIT = 3;

/**
 * Reads a listing: the files of a tracked folder with their hashes, sorted by path, in a binary file that is read part by part, so that a
 * million files cost no memory. A listing that is damaged ends where the damage begins.
 */
export class ListingReader {
  readonly head: ListingHead;
  /** How many bytes of the file the records that were read so far take, the head included. */
  offset = HEAD_BYTES;
  readonly #fd: number;
  #buffer = Buffer.alloc(0);
  #at = 0;

  private constructor(fd: number, head: Buffer) {
    this.#fd = fd;
    const md5 = head.toString('hex', MAGIC.length, MAGIC.length + 16);
    this.head = {
      md5,
      nfiles: head.readDoubleLE(MAGIC.length + 16),
      size: head.readDoubleLE(MAGIC.length + 24),
    };
  }

  /** Opens a listing; undefined where there is none or it is of another form. */
  static open(path: string): ListingReader | undefined {
    let fd: number;
    try {
      fd = openSync(path, 'r');
    } catch {
      return undefined;
    }
    const head = Buffer.alloc(HEAD_BYTES);
    if (readSync(fd, head) === HEAD_BYTES && head.subarray(0, MAGIC.length).equals(MAGIC))
      return new ListingReader(fd, head);
    closeSync(fd);
    return undefined;
  }

  /** The next file; undefined at the end. */
  next(): ListedFile | undefined {
    if (!this.#has(FIXED_BYTES)) return undefined;
    const length = this.#buffer.readUInt32LE(this.#at);
    if (length > LONGEST_PATH || !this.#has(FIXED_BYTES + length)) return undefined;
    const buffer = this.#buffer;
    let at = this.#at + 4;
    const number = (): number => {
      at += 8;
      return buffer.readDoubleLE(at - 8);
    };
    const [ino, mtimeMs, ctimeMs, size] = [number(), number(), number(), number()];
    const md5 = buffer.toString('hex', at, at + 16);
    const trust = TRUST[buffer[at + 16] ?? 0] ?? 'none';
    const relpath = textOfBytes(buffer.subarray(at + 17, at + 17 + length));
    this.#at += FIXED_BYTES + length;
    this.offset += FIXED_BYTES + length;
    return { relpath, ino, mtimeMs, ctimeMs, size, md5, trust };
  }

  close(): void {
    closeSync(this.#fd);
  }

  #has(bytes: number): boolean {
    while (this.#buffer.length - this.#at < bytes) {
      const part = Buffer.allocUnsafe(CHUNK);
      const read = readSync(this.#fd, part);
      if (read === 0) return false;
      this.#buffer = Buffer.concat([this.#buffer.subarray(this.#at), part.subarray(0, read)]);
      this.#at = 0;
    }
    return true;
  }
}

/** Writes a listing beside the old one; it takes its place when it is whole. */
export class ListingWriter {
  readonly #path: string;
  readonly #temp: string;
  readonly #fd: number;
  #buffer = Buffer.allocUnsafe(CHUNK);
  #length = HEAD_BYTES;
  /** How many files were added. */
  nfiles = 0;
  /** The sum of their bytes. */
  size = 0;

  constructor(path: string) {
    this.#path = path;
    this.#temp = `${path}.${process.pid}.tmp`;
    this.#fd = openSync(this.#temp, 'w');
    this.#buffer.fill(0, 0, HEAD_BYTES);
  }

  add(file: ListedFile): void {
    const room = FIXED_BYTES + file.relpath.length * BYTES_PER_UNIT;
    if (this.#buffer.length - this.#length < room) this.#flush(room);
    const buffer = this.#buffer;
    const start = this.#length;
    let at = start + 4;
    for (const number of [file.ino, file.mtimeMs, file.ctimeMs, file.size])
      at = buffer.writeDoubleLE(number, at);
    at += buffer.write(file.md5, at, 16, 'hex');
    buffer[at] = TRUST.indexOf(file.trust);
    const name = onDisk(file.relpath);
    const length = typeof name === 'string' ? buffer.write(name, at + 1, 'utf8') : name.copy(buffer, at + 1);
    buffer.writeUInt32LE(length, start);
    this.#length = at + 1 + length;
    this.nfiles += 1;
    this.size += file.size;
  }

  /** Puts the listing in the place of the old one. */
  finish({ md5, nfiles, size }: ListingHead): void {
    this.#flush(0);
    const head = Buffer.alloc(HEAD_BYTES);
    MAGIC.copy(head);
    head.write(md5, MAGIC.length, 16, 'hex');
    head.writeDoubleLE(nfiles, MAGIC.length + 16);
    head.writeDoubleLE(size, MAGIC.length + 24);
    writeSync(this.#fd, head, 0, HEAD_BYTES, 0);
    closeSync(this.#fd);
    renameSync(this.#temp, this.#path);
  }

  discard(): void {
    closeSync(this.#fd);
    rmSync(this.#temp, { force: true });
  }

  #flush(room: number): void {
    for (let done = 0; done < this.#length; )
      done += writeSync(this.#fd, this.#buffer, done, this.#length - done);
    this.#length = 0;
    if (this.#buffer.length < room) this.#buffer = Buffer.allocUnsafe(room);
  }
}
