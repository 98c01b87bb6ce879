import { writeSync } from 'node:fs';

/** Thrown where the reader of stdout has gone (`| head`): the command ends without a word. */
export class ClosedOutput extends Error {
  override readonly name = 'ClosedOutput';
}

const pause = new Int32Array(new SharedArrayBuffer(4));

/**
 * Writes all of the text to a descriptor. Not through `process.stdout`: that would set O_NONBLOCK on a pipe which the measured
 * command shares. Somebody else may have set it, so EAGAIN is waited out.
 */
export function writeAll(fd: number, text: string): void {
  const bytes = Buffer.from(text, 'utf8');
  let done = 0;
  while (done < bytes.length) {
    try {
      done += writeSync(fd, bytes, done);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EAGAIN') Atomics.wait(pause, 0, 0, 2);
      else if (code === 'EPIPE' || code === 'EBADF') throw new ClosedOutput(`descriptor ${fd} is closed`);
      else if (code !== 'EINTR') throw error;
    }
  }
}

/** Writes to stderr; where nobody reads it, nothing is left to do. */
export function writeError(text: string): void {
  try {
    writeAll(2, text);
  } catch {
    // Told to nobody: there is no second channel.
  }
}
