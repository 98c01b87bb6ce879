import { closeSync, openSync, writeSync } from 'node:fs';

/** Of what a trial prints so many bytes are kept: a training that prints without end must not fill the disk. */
const MOST_BYTES = 64 * 2 ** 20;
const CUT = '\n[joulebook keeps no more of this output]\n';

/** The file that keeps what a trial prints. Where it cannot be written the trial goes on without. */
export class TrialLog {
  #fd: number | undefined;
  #left: number;
  /** Why it cannot be written. */
  failure: unknown;

  /**
   * @param isAppended what an earlier attempt printed is kept.
   * @param most of what comes so many bytes are kept.
   */
  constructor(path: string, isAppended: boolean, most = MOST_BYTES) {
    this.#left = most;
    try {
      this.#fd = openSync(path, isAppended ? 'a' : 'w', 0o666);
    } catch (failure) {
      this.failure = failure;
    }
  }

  write(chunk: Uint8Array): void {
    if (this.#fd === undefined || this.#left <= 0) return;
    const piece = chunk.subarray(0, this.#left);
    this.#left -= piece.length;
    try {
      for (let at = 0; at < piece.length; ) at += writeSync(this.#fd, piece, at);
      if (this.#left === 0) writeSync(this.#fd, CUT);
    } catch (failure) {
      this.failure = failure;
      this.close();
    }
  }

  close(): void {
    if (this.#fd !== undefined) closeSync(this.#fd);
    this.#fd = undefined;
  }
}
