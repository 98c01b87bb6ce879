import { closeSync, fdatasyncSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { type Problem, problem } from '../../errors.ts';
import { whyNot } from '../../host/file-failure.io.ts';
import { type FileLock, tryLockOpen, waitForLock } from '../../host/lock.io.ts';
import { err, ok, type Result } from '../../result.ts';
import type { TimedEvent } from '../study/study-event.ts';
import { encodeStudyLine } from './study-line.ts';

/** The one writer of a study's journal, which holds its lock until {@link close}, or until its process is gone. */
export class StudyJournal {
  readonly path: string;
  readonly #fd: number;
  readonly #lock: FileLock;
  #seq = 0;
  /** What could not be written yet: it comes first the next time. */
  #unwritten: Uint8Array[] = [];

  private constructor(path: string, fd: number, lock: FileLock) {
    this.path = path;
    this.#fd = fd;
    this.#lock = lock;
  }

  /** Makes the journal of a new study; the folder is there. */
  static create(path: string): Result<StudyJournal> {
    return StudyJournal.#open(path, 'ax', 0);
  }

  /** Opens a journal to append to it. @param timeoutMs how long to wait for another writer. */
  static open(path: string, timeoutMs: number): Result<StudyJournal> {
    return StudyJournal.#open(path, 'a', timeoutMs);
  }

  static #open(path: string, flags: 'a' | 'ax', timeoutMs: number): Result<StudyJournal> {
    let fd: number | undefined;
    try {
      fd = openSync(path, flags);
      const file = fd;
      const lock = waitForLock(path, timeoutMs, () => tryLockOpen(file, path));
      if (lock.ok) return ok(new StudyJournal(path, fd, lock.value));
      closeSync(fd);
      if (flags === 'ax') unlinkSync(path);
      return lock;
    } catch (error) {
      if (fd !== undefined) closeSync(fd);
      const { why, fix } = whyNot(error);
      return err(problem('E_BOOK_WRITE', `cannot open ${path}`, why, fix));
    }
  }

  /** Where the file ends, once it was read under the lock. */
  continueFrom(seq: number, isTorn: boolean): void {
    this.#seq = seq;
    if (isTorn) this.#unwritten.push(Buffer.from('\n'));
  }

  /** Writes events and waits until they are on the disk: one write and one sync for all of them. */
  append(events: readonly TimedEvent[]): Problem | undefined {
    for (const event of events) this.#unwritten.push(encodeStudyLine(this.#seq++, event));
    if (events.length === 0) return undefined;
    this.#lock.renew();
    const bytes = Buffer.concat(this.#unwritten);
    let done = 0;
    try {
      while (done < bytes.length) done += writeSync(this.#fd, bytes, done);
      this.#unwritten = [];
      fdatasyncSync(this.#fd);
      return undefined;
    } catch (error) {
      this.#unwritten = done < bytes.length ? [bytes.subarray(done)] : [];
      const { why, fix } = whyNot(error);
      return problem('E_BOOK_WRITE', `cannot write ${this.path}`, why, fix);
    }
  }

  /** Gives up the lock and the file. */
  close(): void {
    this.#lock.release();
    closeSync(this.#fd);
  }
}
