import { closeSync, openSync, readSync } from 'node:fs';

/** How much is read at once. */
const CHUNK_BYTES = 1 << 20;

/**
 * The text of a file piece by piece, in memory that does not grow with it. UTF-8, or UTF-16 where it begins so; a byte order mark is left out. What is no
 * UTF-8 becomes U+FFFD. Throws where the file cannot be read.
 *
 * @param onBytes told how many bytes each piece had.
 */
export function* textChunks(path: string, onBytes: (bytes: number) => void): Generator<string> {
  const fd = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(CHUNK_BYTES);
    let decoder: InstanceType<typeof TextDecoder> | undefined;
    for (;;) {
      const length = readSync(fd, buffer, 0, buffer.length, null);
      if (length === 0) break;
      const piece = buffer.subarray(0, length);
      decoder ??= new TextDecoder(encodingOf(piece));
      onBytes(length);
      yield decoder.decode(piece, { stream: true });
    }
    const rest = decoder?.decode();
    if (rest !== undefined && rest !== '') yield rest;
  } finally {
    closeSync(fd);
  }
}

/** The beginning of a file as text, to see what it is. */
export function textHead(path: string, bytes: number): string {
  const head = bytesHead(path, bytes);
  return new TextDecoder(encodingOf(head)).decode(head);
}

/** The first bytes of a file. */
export function bytesHead(path: string, bytes: number): Uint8Array {
  const fd = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(bytes);
    return buffer.subarray(0, readSync(fd, buffer, 0, bytes, 0));
  } finally {
    closeSync(fd);
  }
}

/** By the byte order mark, else by the zeros between the letters of a first word in UTF-16. */
function encodingOf(head: Uint8Array): string {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const zeros = [0, 1, 2, 3].map((at) => head[at] === 0);
  if (head.length < 4 || zeros[0] === zeros[1] || zeros[0] !== zeros[2] || zeros[1] !== zeros[3])
    return 'utf-8';
  return zeros[1] === true ? 'utf-16le' : 'utf-16be';
}
