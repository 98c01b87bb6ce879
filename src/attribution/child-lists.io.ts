import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { statOf } from './process-stat.io.ts';

/** More lists than this are not kept open. */
const MOST_OPEN = 512;
/** The number of a thread that has ended is given out again, in days: at every nth look all lists are opened anew. */
const RENEW_EVERY = 256;

/**
 * The children of processes, from the lists that the kernel keeps for each of their threads. A training has a hundred threads and is looked
 * through at every reading: the lists stay open, which costs an eighth of opening them.
 */
export class ChildLists {
  readonly #proc: string;
  readonly #open = new Map<number, Map<string, number>>();
  readonly #buffer = Buffer.allocUnsafe(4096);
  #count = 0;
  #looks = 0;

  constructor(proc: string) {
    this.#proc = proc;
  }

  /** The live children of a process; none where it has gone. */
  of(pid: number): readonly number[] {
    if (++this.#looks % RENEW_EVERY === 0) this.close();
    const tasks = join(this.#proc, String(pid), 'task');
    const threads = threadsIn(tasks);
    const known = this.#open.get(pid);
    if (threads === undefined || (known === undefined && !hasLists(tasks, pid))) {
      return childrenOf(this.#proc, pid);
    }
    const kept = known ?? new Map<string, number>();
    this.#open.set(pid, kept);
    const children = threads.flatMap((thread) => numbersIn(this.#read(kept, tasks, thread)));
    if (kept.size > threads.length) this.#forget(kept, new Set(threads));
    return children;
  }

  /** Lets go of a process that has ended. */
  drop(pid: number): void {
    const kept = this.#open.get(pid);
    if (kept !== undefined) this.#forget(kept, new Set());
    this.#open.delete(pid);
  }

  close(): void {
    for (const pid of this.#open.keys()) this.drop(pid);
  }

  #read(kept: Map<string, number>, tasks: string, thread: string): string {
    const path = join(tasks, thread, 'children');
    try {
      let fd = kept.get(thread);
      if (fd === undefined) {
        if (this.#count >= MOST_OPEN) return readFileSync(path, 'latin1');
        fd = openSync(path, 'r');
        kept.set(thread, fd);
        this.#count++;
      }
      const length = readSync(fd, this.#buffer, 0, this.#buffer.length, 0);
      return length < this.#buffer.length
        ? this.#buffer.toString('latin1', 0, length)
        : readFileSync(path, 'latin1');
    } catch {
      return ''; // the thread has ended meanwhile
    }
  }

  #forget(kept: Map<string, number>, living: ReadonlySet<string>): void {
    for (const [thread, fd] of kept) {
      if (living.has(thread)) continue;
      closeSync(fd);
      kept.delete(thread);
      this.#count--;
    }
  }
}

/** Children of a process, once: from its threads' lists where the kernel keeps them, else by a scan for its pid as parent. */
export function childrenOf(proc: string, pid: number): readonly number[] {
  const tasks = join(proc, String(pid), 'task');
  const threads = threadsIn(tasks);
  if (threads === undefined || !hasLists(tasks, pid)) {
    return statOf(proc, pid) === undefined ? [] : scanForChildren(proc, pid);
  }
  return threads.flatMap((thread) => {
    try {
      return numbersIn(readFileSync(join(tasks, thread, 'children'), 'latin1'));
    } catch {
      return []; // the thread has ended meanwhile
    }
  });
}

/** Whether the kernel keeps lists (CONFIG_PROC_CHILDREN). */
function hasLists(tasks: string, pid: number): boolean {
  return existsSync(join(tasks, String(pid), 'children'));
}

function threadsIn(tasks: string): readonly string[] | undefined {
  try {
    return readdirSync(tasks);
  } catch {
    return undefined;
  }
}

function numbersIn(text: string): readonly number[] {
  return text === '' ? [] : text.trimEnd().split(' ').map(Number);
}

function scanForChildren(proc: string, parent: number): readonly number[] {
  const pids = readdirSync(proc).filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => statOf(proc, pid)?.ppid === parent);
}
