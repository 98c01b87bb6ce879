import { closeSync, openSync, readSync } from 'node:fs';

/** The bytes of a file in pieces of one size; the last may be shorter. Each piece is a copy of its own. */
export function* blocksOf(
  path: string,
  size: number,
  onBytes: (bytes: number) => void,
): Generator<Uint8Array> {
  const fd = openSync(path, 'r');
  try {
    for (;;) {
      const block = new Uint8Array(size);
      let filled = 0;
      while (filled < size) {
        const length = readSync(fd, block, filled, size - filled, null);
        if (length === 0) break;
        filled += length;
      }
      if (filled === 0) return;
      onBytes(filled);
      yield block.subarray(0, filled);
      if (filled < size) return;
    }
  } finally {
    closeSync(fd);
  }
}
