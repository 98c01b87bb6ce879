import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Problem, problem } from '../../errors.ts';
import { errnoName, whyNot } from '../../host/file-failure.io.ts';
import { runFileText } from '../lock/lock.ts';
import { readRunFile } from '../lock/read-lock.ts';
import type { RunKey } from '../lock/run-key.ts';
import type { LockEntry } from '../model/lock-entry.ts';

let count = 0;

/** DVC's run-cache: what came of a piece of work, by the hash of the work. */
export class RunCache {
  readonly #dir: string;

  /** @param cacheDir absolute path of the cache. */
  constructor(cacheDir: string) {
    this.#dir = join(cacheDir, 'runs');
  }

  /**
   * What came of this work, by the file that was written last, whatever its name, as DVC looks it up. A file that is none is removed, as DVC does,
   * and told of.
   */
  find(key: string): { readonly entry?: LockEntry; readonly warning?: Problem } {
    const folder = this.#folder(key);
    const newest = newestIn(folder);
    if (newest === undefined) return {};
    const path = join(folder, newest);
    const entry = readRunFile(readFileSync(path, 'utf8'), path);
    if (entry.ok) return { entry: entry.value };
    rmSync(path, { force: true });
    const why = entry.error.why ?? entry.error.what;
    return {
      warning: problem(
        'E_CACHE',
        `corrupted cache file '${path}'`,
        why,
        'it was removed; the stage runs again',
      ),
    };
  }

  /** Keeps what came of a piece of work, unless it is kept already. */
  keep({ key, value }: RunKey, entry: LockEntry): Problem | undefined {
    const folder = this.#folder(key);
    const path = join(folder, value);
    if (statSync(path, { throwIfNoEntry: false }) !== undefined) return undefined;
    const temp = join(folder, `.${value}.${process.pid}.${(count++).toString(36)}.tmp`);
    try {
      mkdirSync(folder, { recursive: true });
      writeFileSync(temp, runFileText(entry));
      renameSync(temp, path);
      return undefined;
    } catch (error) {
      rmSync(temp, { force: true });
      const { why, fix } = whyNot(error);
      return problem('E_CACHE', `cannot write ${path}`, why, fix);
    }
  }

  #folder(key: string): string {
    return join(this.#dir, key.slice(0, 2), key);
  }
}

function newestIn(folder: string): string | undefined {
  if (!existsSync(folder)) return undefined;
  let names: readonly string[];
  try {
    names = readdirSync(folder).filter((name) => !name.startsWith('.'));
  } catch (error) {
    if (errnoName(error) === 'ENOENT') return undefined;
    throw error;
  }
  const times = names.map((name) => ({ name, mtimeMs: statSync(join(folder, name)).mtimeMs }));
  return times.sort((a, b) => b.mtimeMs - a.mtimeMs)[0]?.name;
}
