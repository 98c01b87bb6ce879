import {
  closeSync,
  linkSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { problem } from '../errors.ts';
import { err, ok, type Result } from '../result.ts';
import { errnoName, whyNot } from './file-failure.io.ts';
import { monotonicMs } from './monotonic.io.ts';

/** A lock file of another host, or one whose owner cannot be looked up, counts as left behind after this long without renewal. */
const STALE_MS = 60_000;
/** How often a holder touches its lock file at most. */
const RENEW_MS = 15_000;

/** Who holds a lock file. */
interface Owner {
  readonly host: string;
  readonly boot: string;
  readonly pidns: string;
  readonly pid: number;
  /** Start time of the process in clock ticks since boot, so that a reused pid is not taken for the owner. */
  readonly start: string;
}

/** A lock file that is ours. */
export interface OwnedFile {
  readonly renew: () => void;
  readonly release: () => void;
}

let count = 0;

/**
 * Tries once to make a lock file. It appears at once with its owner in it (hard link of a finished file, which holds on NFS too). One
 * that is left behind is broken: its owner is dead on this kernel and in this pid namespace, or it was not renewed for 60 s.
 */
export function takeLockFile(path: string): Result<OwnedFile> | 'busy' {
  const mine = `${path}.${process.pid}.${(count++).toString(36)}`;
  const text = JSON.stringify(self());
  try {
    writeFileSync(mine, text, { flag: 'wx' });
  } catch (error) {
    const { why, fix } = whyNot(error);
    return err(problem('E_BOOK_WRITE', `cannot make the lock ${path}`, why, fix));
  }
  try {
    if (place(mine, path, text)) return ok(owned(path, text));
    // The time of a file just made is the file server's own time, whatever our clock says.
    if (!isLeftBehind(path, statSync(mine).mtimeMs)) return 'busy';
    breakLock(path, `${mine}.broken`);
    return place(mine, path, text) ? ok(owned(path, text)) : 'busy';
  } catch (error) {
    const { why, fix } = whyNot(error);
    return err(problem('E_BOOK_WRITE', `cannot make the lock ${path}`, why, fix));
  } finally {
    remove(mine);
  }
}

/** Puts the finished file in the lock's place unless one is there. */
function place(mine: string, path: string, text: string): boolean {
  try {
    linkSync(mine, path);
    return true;
  } catch (error) {
    const name = errnoName(error);
    if (name === 'EEXIST') return false;
    if (name !== 'EPERM' && name !== 'ENOTSUP' && name !== 'ENOSYS' && name !== 'EOPNOTSUPP') throw error;
  }
  // No hard links on this file system (FAT, some FUSE): create exclusively; for a moment the file has no owner in it.
  try {
    const fd = openSync(path, 'wx');
    writeFileSync(fd, text);
    closeSync(fd);
    return true;
  } catch (error) {
    if (errnoName(error) === 'EEXIST') return false;
    throw error;
  }
}

function isLeftBehind(path: string, nowMs: number): boolean {
  let owner: Owner | undefined;
  let ageMs: number;
  try {
    ageMs = nowMs - statSync(path).mtimeMs;
    owner = JSON.parse(readFileSync(path, 'utf8')) as Owner;
  } catch (error) {
    if (errnoName(error) === 'ENOENT') return false; // just released: the next try takes it
    if (errnoName(error) !== undefined) throw error;
    return nowMs - statSync(path).mtimeMs > STALE_MS; // no owner in it
  }
  const me = self();
  if (owner.boot === me.boot && owner.pidns === me.pidns && owner.host === me.host) return !isAlive(owner);
  return ageMs > STALE_MS;
}

/** Takes a lock away. If it is no longer the one that was judged (another breaker was faster), it is put back. */
function breakLock(path: string, aside: string): void {
  try {
    const judged = statSync(path).ino;
    renameSync(path, aside);
    if (statSync(aside).ino !== judged) linkSync(aside, path);
  } catch (error) {
    const name = errnoName(error);
    if (name !== 'ENOENT' && name !== 'EEXIST') throw error;
  } finally {
    remove(aside);
  }
}

function owned(path: string, text: string): OwnedFile {
  let renewedAt = monotonicMs();
  const isStillOurs = (): boolean => {
    try {
      return readFileSync(path, 'utf8') === text;
    } catch {
      return false;
    }
  };
  return {
    renew: () => {
      if (monotonicMs() - renewedAt < RENEW_MS) return;
      renewedAt = monotonicMs();
      const now = new Date();
      try {
        if (isStillOurs()) utimesSync(path, now, now);
      } catch {
        // a lock that cannot be renewed lapses after 60 s; the work under it goes on
      }
    },
    release: () => {
      if (isStillOurs()) remove(path);
    },
  };
}

let me: Owner | undefined;

function self(): Owner {
  me ??= {
    host: hostname(),
    boot: textOf('/proc/sys/kernel/random/boot_id'),
    pidns: linkOf('/proc/self/ns/pid'),
    pid: process.pid,
    start: startOf(process.pid) ?? '',
  };
  return me;
}

function isAlive(owner: Owner): boolean {
  if (owner.boot === '') {
    try {
      process.kill(owner.pid, 0);
      return true;
    } catch (error) {
      return errnoName(error) === 'EPERM';
    }
  }
  return startOf(owner.pid) === owner.start;
}

/** Field 22 of /proc/<pid>/stat; the name before it may hold spaces and brackets. Undefined for a dead process or a zombie. */
function startOf(pid: number): string | undefined {
  const stat = textOf(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // gone already, or not ours to remove any more
  }
}
