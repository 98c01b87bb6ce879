import { readFileSync, rmSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { problem } from '../../errors.ts';
import { writeFileAtomic } from '../../host/atomic-file.io.ts';
import { errnoName, whyNot } from '../../host/file-failure.io.ts';
import { err, ok, type Result } from '../../result.ts';
import { isSameMark } from '../content/settled.ts';
import type { LockEntry } from '../model/lock-entry.ts';
import type { RepoPath, Stage } from '../model/stage.ts';
import { EMPTY_LOCK, type Lock, lockText, withEntry, withoutEntries } from './lock.ts';
import { samePythonValue } from '../values/same-python-value.ts';
import { entryValue } from './entry-value.ts';
import { readLock } from './read-lock.ts';

interface Read {
  /** Undefined where there is no file. */
  readonly stats: Stats | undefined;
  readonly lock: Lock;
  /** What was written for it, where this process did. */
  readonly text?: string;
}

/** What writing an entry did to its dvc.lock, as DVC tells it. */
export type LockChange = 'generated' | 'updated' | 'unchanged';

/**
 * The dvc.lock of each dvc.yaml: read when it is first asked for. Whoever has let others have the repository has them looked at {@link recheck again};
 * what something else has written is read anew, also before anything is written to it.
 */
export class LockFiles {
  readonly #root: string;
  readonly #read = new Map<RepoPath, Read>();
  /** Those that are known to be as they were read. */
  readonly #checked = new Set<RepoPath>();

  /** @param root absolute path of the repository. */
  constructor(root: string) {
    this.#root = root;
  }

  /** What the lock says of a stage. */
  entry({ file, name }: Pick<Stage, 'file' | 'name'>): Result<LockEntry | undefined> {
    const lock = this.of(file);
    return lock.ok ? ok(lock.value.entries.get(name)) : lock;
  }

  /** The lock beside a dvc.yaml; an empty one where there is none. */
  of(file: RepoPath): Result<Lock> {
    const at = lockOf(file);
    const known = this.#read.get(at);
    if (known !== undefined && this.#checked.has(at)) return ok(known.lock);
    const path = join(this.#root, at);
    const stats = statSync(path, { throwIfNoEntry: false });
    this.#checked.add(at);
    if (known !== undefined && isSame(known.stats, stats)) return ok(known.lock);
    const lock = stats === undefined ? ok(EMPTY_LOCK) : load(path, at);
    if (lock.ok) this.#read.set(at, { stats, lock: lock.value });
    return lock;
  }

  /** Others may have written them since. */
  recheck(): void {
    this.#checked.clear();
  }

  /** Writes what a stage has come to. The file is replaced as a whole, so that nobody ever reads a part of one. */
  write({ file, name }: Pick<Stage, 'file' | 'name'>, entry: LockEntry): Result<LockChange> {
    this.#checked.delete(lockOf(file));
    const before = this.of(file);
    if (!before.ok) return before;
    const after = withEntry(before.value, name, entry);
    const isNew = before.value.entries.size === 0;
    const text = lockText(after);
    const at = lockOf(file);
    const old = before.value.entries.get(name);
    // DVC calls an update what Python finds unequal: `true` in place of `1` is written without a word.
    const isEqual = old !== undefined && samePythonValue(entryValue(old), entryValue(entry));
    const change = isNew ? 'generated' : isEqual ? 'unchanged' : 'updated';
    if (!isNew && text === (this.#read.get(at)?.text ?? lockText(before.value))) return ok(change);
    const path = join(this.#root, at);
    const failed = writeFileAtomic(path, text);
    if (failed !== undefined) return err(failed);
    this.#read.set(at, { stats: statSync(path, { throwIfNoEntry: false }), lock: after, text });
    return ok(change);
  }

  /** Takes a stage out of its lock; with the last one the file goes. */
  drop({ file, name }: Pick<Stage, 'file' | 'name'>): Result<true> {
    this.#checked.delete(lockOf(file));
    const before = this.of(file);
    if (!before.ok) return before;
    if (!before.value.entries.has(name)) return ok(true);
    const after = withoutEntries(before.value, [name]);
    const at = lockOf(file);
    const path = join(this.#root, at);
    this.#read.delete(at);
    this.#checked.delete(at);
    if (after.entries.size === 0 && after.datasets === undefined) {
      rmSync(path, { force: true });
      return ok(true);
    }
    const failed = writeFileAtomic(path, lockText(after));
    return failed === undefined ? ok(true) : err(failed);
  }
}

/** `sub/dvc.lock` of `sub/dvc.yaml`. */
export function lockOf(file: RepoPath): RepoPath {
  return file.replace(/dvc\.yaml$/, 'dvc.lock');
}

function load(path: string, at: RepoPath): Result<Lock> {
  try {
    return readLock(readFileSync(path, 'utf8'), at);
  } catch (error) {
    if (errnoName(error) === undefined) throw error;
    const { why, fix } = whyNot(error);
    return err(problem('E_PIPELINE_FILE', `cannot read ${at}`, why, fix));
  }
}

function isSame(a: Stats | undefined, b: Stats | undefined): boolean {
  return a === undefined || b === undefined ? a === b : isSameMark(a, b);
}
