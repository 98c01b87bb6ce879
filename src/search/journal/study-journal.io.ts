import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  openSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { type Problem, problem } from '../../errors.ts';
import { whyNot } from '../../host/file-failure.io.ts';
import { type FileLock, tryLockOpen, waitForLock } from '../../host/lock.io.ts';
import { removeFile } from '../../host/remove-file.io.ts';
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
  /** Where the file still stands, under a name that no reader knows, until what the study is lies whole in it. */
  #hidden: string | undefined;

  private constructor(path: string, fd: number, lock: FileLock, hidden?: string) {
    this.path = path;
    this.#fd = fd;
    this.#lock = lock;
    this.#hidden = hidden;
  }

  /**
   * Makes the journal of a new study; the folder is there. It appears with its first lines whole, so that whoever is ended while making it has made
   * no study; what such a one left is taken over.
   */
  static create(path: string): Result<StudyJournal> {
    const hidden = `${path}.new`;
    return StudyJournal.#open(path, hidden, 0, (fd, lock) => {
      // Its maker may have given it its name, or taken it away, after we had opened it.
      const isOurs = statSync(hidden, { throwIfNoEntry: false })?.ino === fstatSync(fd).ino;
      if (!isOurs || existsSync(path)) {
        if (isOurs) unlinkSync(hidden);
        return err(isThere(path));
      }
      ftruncateSync(fd, 0);
      return ok(new StudyJournal(path, fd, lock, hidden));
    });
  }

  /** Opens a journal to append to it. @param timeoutMs how long to wait for another writer. */
  static open(path: string, timeoutMs: number): Result<StudyJournal> {
    return StudyJournal.#open(path, path, timeoutMs, (fd, lock) => ok(new StudyJournal(path, fd, lock)));
  }

  static #open(
    path: string,
    file: string,
    timeoutMs: number,
    opened: (fd: number, lock: FileLock) => Result<StudyJournal>,
  ): Result<StudyJournal> {
    let fd: number | undefined;
    let lock: Result<FileLock> | undefined;
    const giveUp = (): void => {
      if (lock?.ok === true) lock.value.release();
      if (fd !== undefined) closeSync(fd);
    };
    try {
      const open = (fd = openSync(file, 'a'));
      lock = waitForLock(path, timeoutMs, () => tryLockOpen(open, path));
      const journal = lock.ok ? opened(open, lock.value) : lock;
      if (!journal.ok) giveUp();
      return journal;
    } catch (error) {
      giveUp();
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
      if (this.#hidden !== undefined) renameSync(this.#hidden, this.path);
      this.#hidden = undefined;
      return undefined;
    } catch (error) {
      this.#unwritten = done < bytes.length ? [bytes.subarray(done)] : [];
      const { why, fix } = whyNot(error);
      return problem('E_BOOK_WRITE', `cannot write ${this.path}`, why, fix);
    }
  }

  /** Gives up the lock and the file, which is not there at all where nothing could be written. */
  close(): void {
    if (this.#hidden !== undefined) removeFile(this.#hidden);
    this.#lock.release();
    closeSync(this.#fd);
  }
}

function isThere(path: string): Problem {
  const why = 'Another process has made the study meanwhile.';
  return problem('E_BOOK_WRITE', `cannot make ${path}`, why, 'Run the command again to go on with that one.');
}
