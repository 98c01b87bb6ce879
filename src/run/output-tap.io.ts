import { closeSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import type { Native } from '../host/native.io.ts';

/** Longest line of output that is matched; a progress bar without newlines must not fill the memory. */
const LONGEST_LINE = 65_536;
/** After the command has ended, how long the pipe may be silent before we stop waiting for daemons that hold it, ms. */
const SILENCE_MS = 100;

/** A pipe in the command's stdout: every byte goes on to our stdout as it came, and its lines are read on the way. */
export class OutputTap {
  /** Becomes the command's stdout. */
  readonly writeEnd: number;
  readonly #socket: Socket;
  readonly #ended: Promise<void>;
  readonly #decoder = new StringDecoder('utf8');
  readonly #onLine: (line: string) => void;
  #rest = '';
  #lastByteMs = 0;

  private constructor(readEnd: number, writeEnd: number, onLine: (line: string) => void) {
    this.writeEnd = writeEnd;
    this.#onLine = onLine;
    this.#socket = new Socket({ fd: readEnd, readable: true, writable: false });
    this.#ended = new Promise((resolve) => {
      this.#socket.on('close', () => resolve());
    });
    this.#socket.on('error', () => this.#socket.destroy());
    this.#socket.on('data', (chunk: Buffer) => {
      if (!passOn(chunk)) this.#socket.destroy(); // nobody reads us: the command gets SIGPIPE as it would without us
      this.#lastByteMs = performance.now(); // now: a slow reader has kept us waiting
      const lines = (this.#rest + this.#decoder.write(chunk)).split(/[\n\r]/);
      this.#rest = (lines.pop() ?? '').slice(-LONGEST_LINE);
      for (const line of lines) onLine(line);
    });
  }

  static open(native: Native, onLine: (line: string) => void): OutputTap | undefined {
    const ends = new Int32Array(2);
    const closeOnExec = 0o2000000;
    if (native.func('int pipe2(void *ends, int flags)')(ends, closeOnExec) !== 0) return undefined;
    return new OutputTap(ends[0] as number, ends[1] as number, onLine);
  }

  /** Our copy of the write end is not needed once the command has its own. */
  started(): void {
    closeSync(this.writeEnd);
  }

  /** Waits for the rest of the output after the command has ended; a last line without its newline is read too. */
  async drain(): Promise<void> {
    this.#lastByteMs = performance.now();
    while (!this.#socket.destroyed && performance.now() - this.#lastByteMs < SILENCE_MS) {
      await Promise.race([this.#ended, new Promise((resolve) => setTimeout(resolve, SILENCE_MS / 4))]);
    }
    this.#socket.destroy();
    if (this.#rest !== '') this.#onLine(this.#rest);
    this.#rest = '';
  }
}

/** Writes all bytes to stdout without touching its flags; false when its reader has gone. */
function passOn(chunk: Buffer): boolean {
  for (let at = 0; at < chunk.length; ) {
    try {
      at += writeSync(1, chunk, at);
    } catch (failure) {
      if ((failure as NodeJS.ErrnoException).code !== 'EAGAIN') return false;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2); // the reader is slow and its pipe non-blocking
    }
  }
  return true;
}
