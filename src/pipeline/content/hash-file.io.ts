import { createHash, type Hash, hash as hashAtOnce } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { onDisk } from './disk-name.io.ts';

/** As DVC reads: what looks like text is judged for each part of this size. */
const CHUNK = 1 << 20;
const buffer = Buffer.allocUnsafeSlow(CHUNK);

/** The MD5 of a file's bytes, 32 hexadecimal digits. Throws as `openSync` does. */
export function md5OfFile(path: string): string {
  return hashed(path, (hash, part) => hash.update(part));
}

/** A file that was read whole. The bytes hold until the next file is read. */
export interface SmallFile {
  readonly md5: string;
  readonly bytes: Uint8Array;
}

/** Reads a file and hashes it at once; undefined where it is too large for that. Throws as `openSync` does. */
export function readSmallFile(path: string): SmallFile | undefined {
  const fd = openSync(onDisk(path), 'r');
  try {
    const length = fill(fd);
    if (length === CHUNK) return undefined;
    const bytes = buffer.subarray(0, length);
    return { md5: md5OfBytes(bytes), bytes };
  } finally {
    closeSync(fd);
  }
}

/** The MD5 as DVC 2.x computed it: in parts that look like text, line ends of Windows count as those of Unix. */
export function md5OfFileDos2unix(path: string): string {
  return hashed(path, (hash, part) => hash.update(looksLikeText(part) ? withoutCarriageReturns(part) : part));
}

/** The MD5 of some bytes, 32 hexadecimal digits. */
export function md5OfBytes(bytes: Uint8Array | string): string {
  return hashAtOnce('md5', bytes);
}

function hashed(path: string, update: (hash: Hash, part: Buffer) => void): string {
  const fd = openSync(onDisk(path), 'r');
  try {
    const hash = createHash('md5');
    for (;;) {
      const length = fill(fd);
      if (length > 0) update(hash, buffer.subarray(0, length));
      if (length < CHUNK) return hash.digest('hex');
    }
  } finally {
    closeSync(fd);
  }
}

/** Reads until the buffer is full or the file ends. */
function fill(fd: number): number {
  let length = 0;
  while (length < CHUNK) {
    const read = readSync(fd, buffer, length, CHUNK - length, null);
    if (read === 0) break;
    length += read;
  }
  return length;
}

const LOOKED_AT = 512;
const MOST_UNPRINTABLE = 0.3;
const TEXT_CONTROLS = new Set([0x08, 0x09, 0x0a, 0x0c, 0x0d]);

function looksLikeText(part: Buffer): boolean {
  const start = part.subarray(0, LOOKED_AT);
  if (start.includes(0)) return false;
  let strange = 0;
  for (const byte of start) if (!TEXT_CONTROLS.has(byte) && (byte < 0x20 || byte > 0x7e)) strange += 1;
  return strange <= start.length * MOST_UNPRINTABLE;
}

function withoutCarriageReturns(part: Buffer): Buffer {
  const kept = Buffer.allocUnsafe(part.length);
  let length = 0;
  for (let i = 0; i < part.length; i += 1)
    if (part[i] !== 0x0d || part[i + 1] !== 0x0a) kept[length++] = part[i] ?? 0;
  return kept.subarray(0, length);
}
