import { closeSync, existsSync, openSync, readSync } from 'node:fs';

/** Reads at most `limit` bytes of a text file, so that a pseudo file of a 256-thread machine costs no more than it must; undefined if it cannot be read. */
export function readHead(path: string, limit = 16_384): string | undefined {
  if (!existsSync(path)) return undefined; // most machines lack most of them, and an error costs far more than a look
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch {
    return undefined;
  }
  try {
    const buffer = Buffer.allocUnsafe(limit);
    let length = 0;
    while (length < limit) {
      const n = readSync(fd, buffer, length, limit - length, null);
      if (n <= 0) break;
      length += n;
    }
    return buffer.toString('utf8', 0, length);
  } catch {
    return undefined; // e.g. EACCES or EIO at read, as some firmware files give
  } finally {
    closeSync(fd);
  }
}

/** The trimmed first line of a small file; empty if it cannot be read. */
export function readLine(path: string): string {
  return readHead(path, 512)?.split('\n', 1)[0]?.trim() ?? '';
}
