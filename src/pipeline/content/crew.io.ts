import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { onDisk } from './disk-name.io.ts';
import type { Crewed, Job } from './crew-job.ts';
import { crewWork } from './crew-work.io.ts';

/** What became of a batch. */
export interface CrewResult {
  /** The hash of a file that another thread did; undefined where it is left to us. */
  readonly md5Of: (i: number) => string | undefined;
}

/** Below this it is not worth the start of a thread (some 20 ms): files, and bytes. */
const WORTH_FILES = 400;
const WORTH_BYTES = 48 << 20;
const MOST_THREADS = 8;

/** Threads that share work on files with the main one, which waits for them: for whoever asks it is as if he did all by himself. */
export class Crew {
  #threads: readonly Worker[] | undefined;

  /** Whether a batch is worth being shared. */
  isWorth(count: number, bytes: number): boolean {
    return count > 1 && (count >= WORTH_FILES || bytes >= WORTH_BYTES) && availableParallelism() > 1;
  }

  /**
   * Does a job for each file, together with the threads.
   *
   * @param own does it for one file in the main thread, by its index.
   */
  share(
    job: Job,
    from: readonly string[],
    to: readonly string[] | undefined,
    own: (i: number) => boolean,
  ): CrewResult {
    this.#threads ??= startThreads();
    const shared = <T>(make: (buffer: SharedArrayBuffer) => T, bytes: number): T =>
      make(new SharedArrayBuffer(bytes));
    const crewed: Crewed = {
      job,
      from: from.map(plain),
      ...(to === undefined ? {} : { to: to.map(plain) }),
      next: shared((buffer) => new Int32Array(buffer), 4),
      begun: shared((buffer) => new Int32Array(buffer), 4),
      done: shared((buffer) => new Int32Array(buffer), 4),
      statuses: shared((buffer) => new Uint8Array(buffer), from.length),
      md5s: shared((buffer) => new Uint8Array(buffer), from.length * 16),
    };
    for (const thread of this.#threads) thread.postMessage(crewed, []);
    let goesOn = true;
    for (
      let i = Atomics.add(crewed.next, 0, 1);
      goesOn && i < from.length;
      i = Atomics.add(crewed.next, 0, 1)
    )
      goesOn = own(i);
    if (!goesOn) Atomics.store(crewed.next, 0, from.length);
    // A thread that has not begun by now finds nothing left to take: one that is slow to start, or never does, is not waited for.
    const begun = Atomics.load(crewed.begun, 0);
    for (let done = Atomics.load(crewed.done, 0); done < begun; done = Atomics.load(crewed.done, 0))
      Atomics.wait(crewed.done, 0, done);
    const md5s = Buffer.from(crewed.md5s.buffer);
    return {
      md5Of: (i) => (crewed.statuses[i] === 1 ? md5s.toString('hex', i * 16, i * 16 + 16) : undefined),
    };
  }
}

function startThreads(): readonly Worker[] {
  const count = Math.min(availableParallelism(), MOST_THREADS) - 1;
  return Array.from({ length: count }, () => {
    const thread = new Worker(`(${crewWork.toString()})()`, { eval: true });
    thread.on('error', () => {}); // it could not start: the others do its part
    thread.unref();
    return thread;
  });
}

/** Names that are no UTF-8 are for the main thread. */
function plain(path: string): string {
  return typeof onDisk(path) === 'string' ? path : '';
}
