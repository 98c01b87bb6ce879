import type { Hash } from 'node:crypto';
import { closeSync, fdatasyncSync, fstatSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { type Problem, problem } from '../errors.ts';
import { whyNot } from '../host/file-failure.io.ts';
import { type FileLock, tryLockOpen, waitForLock } from '../host/lock.io.ts';
import { err, ok, type Result } from '../result.ts';
import type { EndEvent, JournalEvent } from './journal-event.ts';
import { encodeLine, readLine } from './journal-line.ts';
import { newSha256 } from './sha256.io.ts';

const NEWLINE = Buffer.from('\n');
/** How many lines are hashed at once: a lone call into OpenSSL costs several times as much. */
const BATCH = 32;
/** How long a new run waits for a recovery that happens to look at its empty journal. */
const OWN_LOCK_MS = 2000;

/**
 * Appends to one journal: one `write` of a whole line for each event. A fault of the disk is returned, never thrown, and the next
 * line begins on a line of its own, so a torn line costs only itself.
 */
export class JournalWriter {
  readonly path: string;
  readonly #fd: number;
  readonly #lock: FileLock | undefined;
  #seq: number;
  #lastT: number;
  #bytes: number;
  /** True where the last bytes of the file are no newline. */
  #torn: boolean;
  /** Hash of all bytes so far; undefined after a reopening, where it is made from the file if an end is written. */
  #hash: Hash | undefined;
  /** What was written and not hashed yet. */
  #unhashed: Uint8Array[] = [];

  private constructor(
    path: string,
    fd: number,
    lock: FileLock | undefined,
    state: Tail & { readonly hash?: Hash },
  ) {
    this.path = path;
    this.#fd = fd;
    this.#lock = lock;
    this.#seq = state.seq;
    this.#lastT = state.t;
    this.#bytes = state.bytes;
    this.#torn = state.torn;
    this.#hash = state.hash;
  }

  /** Makes the journal of a new run. With `lock`, holds its lock until `close`, or until the process is gone. */
  static create(path: string, options: { readonly lock?: boolean } = {}): Result<JournalWriter> {
    const fd = opened(path, 'ax+');
    if (!fd.ok) return fd;
    const lock = options.lock === true ? locked(fd.value, path, OWN_LOCK_MS) : ok(undefined);
    if (!lock.ok) {
      closeSync(fd.value);
      unlinkSync(path);
      return lock;
    }
    return ok(
      new JournalWriter(path, fd.value, lock.value, {
        seq: 0,
        t: 0,
        bytes: 0,
        torn: false,
        hash: newSha256(),
      }),
    );
  }

  /** Opens a journal to append to it: after the end (tag, note, rename), or to close a lost run. Holds its lock until `close`. */
  static reopen(path: string, options: { readonly timeoutMs?: number } = {}): Result<JournalWriter> {
    const fd = opened(path, 'r+');
    if (!fd.ok) return fd;
    closeSync(fd.value);
    const again = opened(path, 'a+'); // 'a+' alone would make a journal where none is
    if (!again.ok) return again;
    const lock = locked(again.value, path, options.timeoutMs ?? 0);
    if (!lock.ok) {
      closeSync(again.value);
      return lock;
    }
    try {
      return ok(new JournalWriter(path, again.value, lock.value, tailOf(again.value)));
    } catch (error) {
      lock.value.release();
      closeSync(again.value);
      const { why, fix } = whyNot(error);
      return err(problem('E_BOOK_READ', `cannot read ${path}`, why, fix));
    }
  }

  /** Length of the file: where the next line will begin. */
  get bytes(): number {
    return this.#bytes + (this.#torn ? 1 : 0);
  }

  /** Number of the next line. */
  get seq(): number {
    return this.#seq;
  }

  /** Boot-clock time of the last line. */
  get lastT(): number {
    return this.#lastT;
  }

  /** Writes one event. @param t seconds on the boot clock. */
  append(t: number, event: JournalEvent): Problem | undefined {
    this.#lock?.renew();
    // The number is used up even if the write fails, so that a reader sees that a line is missing.
    const line = encodeLine(this.#seq++, t, event);
    this.#lastT = t;
    return this.#write(this.#torn ? Buffer.concat([NEWLINE, line]) : line);
  }

  /** Writes the end of the run, with the SHA-256 of all bytes before it. */
  appendEnd(t: number, end: Omit<EndEvent, 'sha256'>): Problem | undefined {
    if (this.#torn) {
      const failed = this.#write(NEWLINE);
      if (failed !== undefined) return failed;
    }
    try {
      this.#hash ??= hashOf(this.#fd);
    } catch (error) {
      return this.#problem(error);
    }
    this.#catchUp();
    return this.append(t, { ...end, sha256: this.#hash.copy().digest('hex') });
  }

  /** Waits until what was written is on the disk. */
  sync(): Problem | undefined {
    try {
      fdatasyncSync(this.#fd);
      return undefined;
    } catch (error) {
      return this.#problem(error);
    }
  }

  /** Gives up the lock and the file. */
  close(): void {
    this.#lock?.release();
    closeSync(this.#fd);
  }

  #write(bytes: Uint8Array): Problem | undefined {
    let written: number;
    try {
      written = writeSync(this.#fd, bytes);
    } catch (error) {
      return this.#problem(error);
    }
    this.#bytes += written;
    if (written > 0) this.#torn = bytes[written - 1] !== NEWLINE[0];
    if (this.#hash !== undefined) {
      this.#unhashed.push(written === bytes.length ? bytes : bytes.subarray(0, written));
      if (this.#unhashed.length >= BATCH) this.#catchUp();
    }
    if (written === bytes.length) return undefined;
    return problem(
      'E_BOOK_WRITE',
      `cannot write ${this.path}`,
      `only ${written} of ${bytes.length} bytes went in: no space left on the disk`,
      'free some space on that disk, or choose another book with --book',
    );
  }

  #catchUp(): void {
    for (const bytes of this.#unhashed) this.#hash?.update(bytes);
    this.#unhashed = [];
  }

  #problem(error: unknown): Problem {
    const { why, fix } = whyNot(error);
    return problem('E_BOOK_WRITE', `cannot write ${this.path}`, why, fix);
  }
}

function opened(path: string, flags: string): Result<number> {
  try {
    return ok(openSync(path, flags));
  } catch (error) {
    const { why, fix } = whyNot(error);
    return err(problem('E_BOOK_WRITE', `cannot open ${path}`, why, fix));
  }
}

function locked(fd: number, path: string, timeoutMs: number): Result<FileLock> {
  return waitForLock(path, timeoutMs, () => tryLockOpen(fd, path));
}

const FIRST_LOOK = 64 * 1024;

/** How a journal ends: number of the next line, time of the last good one, length, and whether the last bytes are no newline. */
interface Tail {
  readonly seq: number;
  readonly t: number;
  readonly bytes: number;
  readonly torn: boolean;
}

/** Looks at the end of the file, in ever larger looks. */
function tailOf(fd: number): Tail {
  const bytes = fstatSync(fd).size;
  for (let look = Math.min(bytes, FIRST_LOOK); ; look = Math.min(bytes, look * 8)) {
    const tail = Buffer.alloc(look);
    readSync(fd, tail, 0, look, bytes - look);
    const torn = look > 0 && tail[look - 1] !== NEWLINE[0];
    const last = lastOf(tail, look === bytes);
    if (last !== undefined || look === bytes) return { seq: 0, t: 0, ...last, bytes, torn };
  }
}

/** One more than the last whole line's number, plus one for each line after it that is not whole. */
function lastOf(tail: Buffer, isWhole: boolean): { readonly seq: number; readonly t: number } | undefined {
  let end = tail[tail.length - 1] === NEWLINE[0] ? tail.length - 1 : tail.length;
  for (let bad = 0; end > 0; ) {
    const start = tail.lastIndexOf(NEWLINE, end - 1) + 1;
    if (start === 0 && !isWhole) return undefined;
    const parsed = readLine(tail, start, end);
    if (parsed.ok) return { seq: parsed.line.seq + 1 + bad, t: parsed.line.t };
    if (start < end) bad++;
    end = start - 1;
  }
  return undefined;
}

function hashOf(fd: number): Hash {
  const hash = newSha256();
  const chunk = Buffer.alloc(1 << 20);
  for (let at = 0; ; ) {
    const n = readSync(fd, chunk, 0, chunk.length, at);
    if (n === 0) return hash;
    hash.update(chunk.subarray(0, n));
    at += n;
  }
}
