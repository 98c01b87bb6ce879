import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  type Dirent,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Problem, problem } from '../../../errors.ts';
import { errnoName, whyNot } from '../../../host/file-failure.io.ts';
import { makeFolder } from '../../../host/make-folder.io.ts';
import { removeFile } from '../../../host/remove-file.io.ts';
import { err, ok, type Result } from '../../../result.ts';
import type { OnBytes, RemoteStore, Sink, Source, Stored } from '../remote-store.ts';

const CHUNK = 1 << 20;
/** What nobody should change: an object is what its name says. */
const READ_ONLY = 0o444;

let count = 0;

/** A folder of this machine, or one that is mounted, as a remote. */
export class LocalStore implements RemoteStore {
  readonly shown: string;
  readonly usualJobs = 4;
  readonly #folder: string;

  /** @param folder absolute path; it is made when the first object comes. */
  constructor(folder: string) {
    this.#folder = folder;
    this.shown = folder;
  }

  async existing(keys: readonly string[]): Promise<Result<ReadonlySet<string>>> {
    return this.#tried('look into', () => {
      const there = new Set<string>();
      for (const [folder, names] of byFolder(keys)) {
        const present = new Set(namesIn(join(this.#folder, folder)));
        for (const name of names) if (present.has(name)) there.add(`${folder}/${name}`);
      }
      return there;
    });
  }

  async list(folder: string): Promise<Result<readonly Stored[]>> {
    return this.#tried('look into', () => {
      const found: Stored[] = [];
      const walk = (inner: string): void => {
        for (const entry of entriesIn(join(this.#folder, inner))) {
          const key = inner + entry.name;
          if (entry.isDirectory()) walk(`${key}/`);
          else if (!isTemporary(entry.name)) {
            const stats = statSync(join(this.#folder, key), { throwIfNoEntry: false });
            if (stats?.isFile() === true) found.push({ key, size: stats.size });
          }
        }
      };
      walk(folder);
      return found;
    });
  }

  async get(key: string, sink: Sink, onBytes?: OnBytes): Promise<Result<boolean>> {
    const path = join(this.#folder, key);
    let fd: number;
    try {
      fd = openSync(path, 'r');
    } catch (error) {
      if (errnoName(error) === 'ENOENT' || errnoName(error) === 'ENOTDIR') return ok(false);
      return err(this.#failed('read', path, error));
    }
    try {
      const chunk = Buffer.allocUnsafe(CHUNK);
      for (;;) {
        let length: number;
        try {
          length = readSync(fd, chunk, 0, CHUNK, null);
        } catch (error) {
          return err(this.#failed('read', path, error));
        }
        if (length === 0) return ok(true);
        sink.write(chunk.subarray(0, length));
        onBytes?.(length);
        if (length === CHUNK) await turn();
      }
    } finally {
      closeSync(fd);
    }
  }

  async put({ path, size }: Source, key: string, onBytes?: OnBytes): Promise<Result<true>> {
    const target = join(this.#folder, key);
    const temp = join(dirname(target), `.${basename(target)}.${process.pid}.${(count++).toString(36)}.tmp`);
    try {
      makeFolder(dirname(target));
      copyFileSync(path, temp, constants.COPYFILE_FICLONE);
      chmodSync(temp, READ_ONLY);
      renameSync(temp, target);
      onBytes?.(size);
      await turn();
      return ok(true);
    } catch (error) {
      removeFile(temp);
      return err(this.#failed('write', target, error));
    }
  }

  async remove(keys: readonly string[]): Promise<Result<true>> {
    return this.#tried('remove from', () => {
      for (const key of keys) rmSync(join(this.#folder, key), { force: true });
      return true as const;
    });
  }

  async close(): Promise<void> {
    // nothing is kept open
  }

  #tried<T>(doing: string, work: () => T): Result<T> {
    try {
      return ok(work());
    } catch (error) {
      return err(this.#failed(doing, this.#folder, error));
    }
  }

  #failed(doing: string, path: string, error: unknown): Problem {
    const { why, fix } = whyNot(error);
    return problem('E_REMOTE', `cannot ${doing} ${path}`, why, fix);
  }
}

function byFolder(keys: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const folders = new Map<string, string[]>();
  for (const key of keys) {
    const folder = dirname(key);
    const names = folders.get(folder);
    if (names === undefined) folders.set(folder, [basename(key)]);
    else names.push(basename(key));
  }
  return folders;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (errnoName(error) === 'ENOENT' || errnoName(error) === 'ENOTDIR') return [];
    throw error;
  }
}

function entriesIn(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (errnoName(error) === 'ENOENT' || errnoName(error) === 'ENOTDIR') return [];
    throw error;
  }
}

/** What another process is writing, or was when it was killed. */
function isTemporary(name: string): boolean {
  return name.endsWith('.tmp');
}

/** Lets other work go on between two pieces. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
