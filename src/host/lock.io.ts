import { closeSync, fstatSync, openSync, readFileSync, statSync } from 'node:fs';
import { problem } from '../errors.ts';
import { err, ok, type Result } from '../result.ts';
import { errnoName, whyNot } from './file-failure.io.ts';
import { type OwnedFile, takeLockFile } from './lock-file.io.ts';
import { native } from './native.io.ts';
import { monotonicMs } from './monotonic.io.ts';

const LOCK_EX = 2;
const LOCK_NB = 4;
const LOCK_UN = 8;
/** EWOULDBLOCK on Linux and on macOS, and EINTR: try again. */
const BUSY_ERRNOS: ReadonlySet<number> = new Set([11, 35, 4]);

/** `unsupported`: no flock here (no native bindings, or a file system without locks). */
export type LockAttempt = 'locked' | 'busy' | 'unsupported';

/** Tries once to take the exclusive flock of an open file, without waiting. It ends when the descriptor is closed, however we die. */
export function tryLock(fd: number): LockAttempt {
  const bindings = native();
  if (bindings === null) return 'unsupported';
  if (bindings.flock(fd, LOCK_EX | LOCK_NB) === 0) return 'locked';
  return BUSY_ERRNOS.has(bindings.errno()) ? 'busy' : 'unsupported';
}

/** An exclusive lock that is held. */
export interface FileLock {
  readonly kind: 'flock' | 'file';
  /** To be called now and then while a lock is held for long: a lock file that is not renewed for 60 s may be broken from elsewhere. */
  readonly renew: () => void;
  readonly release: () => void;
}

/**
 * Tries once to lock the file behind `fd`. flock where there is one; else a lock file `<path>.lock`. A lock held in either way keeps
 * out the other: a process without flock looks for flocks in /proc/locks, one with it looks for the lock file.
 */
export function tryLockOpen(fd: number, path: string): Result<FileLock> | 'busy' {
  const attempt = tryLock(fd);
  if (attempt === 'busy') return 'busy';
  if (attempt === 'unsupported' && isFlocked(fd)) return 'busy';
  if (attempt === 'unsupported') {
    const taken = takeLockFile(`${path}.lock`);
    if (taken === 'busy') return 'busy';
    return taken.ok ? ok(fileLock(taken.value)) : taken;
  }
  if (isLockFileHeld(`${path}.lock`)) {
    native()?.flock(fd, LOCK_UN);
    return 'busy';
  }
  return ok({ kind: 'flock', renew: () => {}, release: () => void native()?.flock(fd, LOCK_UN) });
}

function fileLock(file: OwnedFile): FileLock {
  return { kind: 'file', renew: file.renew, release: file.release };
}

function isLockFileHeld(lockPath: string): boolean {
  try {
    if (statSync(lockPath, { throwIfNoEntry: false }) === undefined) return false;
  } catch {
    return false;
  }
  const taken = takeLockFile(lockPath); // breaks it if its owner is gone
  if (taken === 'busy' || !taken.ok) return true; // where nothing may be written, it cannot be broken either
  taken.value.release();
  return false;
}

/** Whether somebody holds a flock on the file, as /proc/locks tells (this pid namespace). By inode alone: device numbers differ on btrfs. */
function isFlocked(fd: number): boolean {
  try {
    const inode = fstatSync(fd).ino;
    return readFileSync('/proc/locks', 'utf8')
      .split('\n')
      .some((line) => line.includes(' FLOCK ') && !line.includes('->') && line.includes(`:${inode} `));
  } catch {
    return false; // no /proc: not Linux
  }
}

/** Whether somebody holds the lock of a file, as far as one can tell who may only read it. */
export function isLocked(path: string): boolean {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch {
    return false;
  }
  try {
    const attempt = tryLock(fd);
    if (attempt === 'busy' || (attempt === 'unsupported' && isFlocked(fd))) return true;
    return isLockFileHeld(`${path}.lock`);
  } finally {
    closeSync(fd);
  }
}

const sleeper = new Int32Array(new SharedArrayBuffer(4));
const FIRST_PAUSE_MS = 1;
const LONGEST_PAUSE_MS = 25;

/** Takes a lock by `attempt`, waiting up to `timeoutMs` for it to come free. */
export function waitForLock(
  path: string,
  timeoutMs: number,
  attempt: () => Result<FileLock> | 'busy',
): Result<FileLock> {
  const deadline = monotonicMs() + timeoutMs;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(LONGEST_PAUSE_MS, pause * 2)) {
    const taken = attempt();
    if (taken !== 'busy') return taken;
    const left = deadline - monotonicMs();
    if (left <= 0) {
      const waited =
        timeoutMs > 0 ? `another process has held it for ${timeoutMs / 1000} s` : 'another process holds it';
      return err(problem('E_LOCKED', `cannot lock ${path}`, waited, 'try again when that process has ended'));
    }
    Atomics.wait(sleeper, 0, 0, Math.min(pause, left));
  }
}

/** A file that was opened, made if need be, and locked. */
export interface LockedFile extends FileLock {
  /** Open for reading and appending. `release` closes it. */
  readonly fd: number;
}

/**
 * Opens a file for reading and appending and locks it; the file itself is the lock, nothing is left behind. If the file was replaced
 * while we waited, the new one is taken.
 *
 * @param options.timeoutMs how long to wait for another holder.
 */
export function lockFile(path: string, options: { readonly timeoutMs: number }): Result<LockedFile> {
  let fd = -1;
  const attempt = (): Result<FileLock> | 'busy' => {
    if (fd < 0) fd = openSync(path, 'a+');
    const taken = tryLockOpen(fd, path);
    if (taken === 'busy' || !taken.ok || isSameFile(fd, path)) return taken;
    taken.value.release();
    closeSync(fd);
    fd = -1;
    return 'busy';
  };
  try {
    const taken = waitForLock(path, options.timeoutMs, attempt);
    if (!taken.ok) {
      if (fd >= 0) closeSync(fd);
      return taken;
    }
    const lock = taken.value;
    const release = (): void => {
      lock.release();
      closeSync(fd);
    };
    return ok({ kind: lock.kind, renew: lock.renew, release, fd });
  } catch (error) {
    if (fd >= 0) closeSync(fd);
    const { why, fix } = whyNot(error);
    return err(problem('E_OUTPUT', `cannot open ${path}`, why, fix));
  }
}

function isSameFile(fd: number, path: string): boolean {
  try {
    return fstatSync(fd).ino === statSync(path).ino;
  } catch (error) {
    if (errnoName(error) === 'ENOENT') return false;
    throw error;
  }
}
