import { open } from 'node:fs/promises';
import { problem } from '../errors.ts';
import { whyNot } from '../host/file-failure.io.ts';
import { err, ok, type Result } from '../result.ts';

const CHUNK = 4 << 20;
const NEWLINE = 0x0a;
/** Longer is damage, not a line. */
const LONGEST_LINE = 16 << 20;

/**
 * Reads a journal as pieces of whole lines, in between which others are answered. The piece is used again for the next.
 *
 * @param take is given the bytes of some whole lines, and whether they are the first.
 */
export async function readChunks(
  path: string,
  take: (lines: Buffer, isFirst: boolean) => void,
): Promise<Result<undefined>> {
  try {
    const file = await open(path, 'r');
    try {
      let buffer = Buffer.allocUnsafe(CHUNK);
      let held = 0;
      let isFirst = true;
      for (;;) {
        const { bytesRead } = await file.read(buffer, held, buffer.length - held);
        const end = held + bytesRead;
        const whole = bytesRead === 0 ? end : buffer.subarray(0, end).lastIndexOf(NEWLINE) + 1;
        if (whole > 0) {
          take(buffer.subarray(0, whole), isFirst);
          isFirst = false;
        }
        if (bytesRead === 0) break;
        buffer.copyWithin(0, whole, end);
        held = end - whole;
        if (held > LONGEST_LINE) held = 0;
        if (held > buffer.length / 2) buffer = Buffer.concat([buffer], buffer.length * 2);
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    const { why, fix } = whyNot(error);
    return err(problem('E_BOOK_READ', `cannot read ${path}`, why, fix));
  }
  return ok(undefined);
}

/** Where the line that begins at a place ends, without its newline. */
export function lineEnd(lines: Buffer, from: number): number {
  const at = lines.indexOf(NEWLINE, from);
  return at < 0 ? lines.length : at;
}

/** Where the line begins that a place is in. */
export function lineStart(lines: Buffer, at: number): number {
  return lines.lastIndexOf(NEWLINE, at) + 1;
}
