import {
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { problem } from '../../errors.ts';
import { writeFileAtomic } from '../../host/atomic-file.io.ts';
import { errnoName, whyNot } from '../../host/file-failure.io.ts';
import type { Host } from '../../host/host.ts';
import { type FileLock, tryLockOpen } from '../../host/lock.io.ts';
import { err, ok, type Result } from '../../result.ts';
import type { RepoPath } from '../model/stage.ts';

/** An output that is to be put aside. */
export interface AsideItem {
  readonly at: RepoPath;
  /** Whether it is what dvc.lock says and lies nowhere else: it is not given up even where something else takes its place. */
  readonly isOnly: boolean;
}

/** An item and where it was put, as an absolute path. */
interface PutAside extends AsideItem {
  readonly kept: string;
}

/** What came of bringing things back. */
export interface BroughtBack {
  /** Paths that hold again what they held before. */
  readonly back: readonly RepoPath[];
  /** What was the only one of its kind and whose place is taken, by where it is kept now. */
  readonly kept: ReadonlyMap<RepoPath, RepoPath>;
}

let count = 0;

/**
 * Outputs of before, put aside while a stage is computed anew. Its command finds nothing in their place, as under DVC; but should it fail, or be
 * killed with us, what was there comes back. A lock, which ends with the process, says that somebody still cares for them.
 */
export class Aside {
  readonly #root: string;
  /** Undefined where nothing was there to be put aside. */
  readonly #hold: Hold | undefined;

  private constructor(root: string, hold: Hold | undefined) {
    this.#root = root;
    this.#hold = hold;
  }

  /** Puts what lies at the paths aside, where anything does. A problem where one cannot be moved; then everything is where it was. */
  static take(host: Pick<Host, 'pid' | 'random'>, root: string, items: readonly AsideItem[]): Result<Aside> {
    const there = items.filter(({ at }) => existsHere(join(root, at)));
    if (there.length === 0) return ok(new Aside(root, undefined));
    const name = `${host.pid}.${Math.floor(host.random() * 2 ** 32).toString(36)}.${count++}`;
    const folder = join(asideFolder(root), name);
    let aside: Aside | undefined;
    try {
      aside = new Aside(root, holdOf(folder));
      const put = there.map((item, i): PutAside => ({ ...item, kept: keptAt(root, item.at, folder, i) }));
      // The list comes first, whole: killed in between, there are paths too many in it, and none too few.
      const failed = writeFileAtomic(join(folder, 'list.json'), JSON.stringify(put));
      if (failed !== undefined) {
        aside.bringBack();
        return err(failed);
      }
      for (const { at, kept } of put) renameSync(join(root, at), kept);
      return ok(aside);
    } catch (error) {
      aside?.bringBack();
      if (errnoName(error) === undefined) throw error;
      const { why, fix } = whyNot(error);
      return err(problem('E_PIPELINE', 'cannot put the outputs of before aside', why, fix));
    }
  }

  /** The stage has succeeded: nobody needs them any more. */
  discard(): void {
    if (this.#hold === undefined) return;
    for (const { kept } of listOf(this.#hold.folder)) rmSync(kept, { recursive: true, force: true });
    this.#end(this.#hold);
  }

  /** The stage has failed. What it wrote itself stays, and what was there before comes back where it wrote nothing. */
  bringBack(): BroughtBack {
    if (this.#hold === undefined) return { back: [], kept: new Map() };
    const brought = comeBack(this.#root, this.#hold.folder);
    this.#end(this.#hold);
    return brought;
  }

  #end({ folder, owner, lock }: Hold): void {
    lock?.release();
    closeSync(owner);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A folder for what is put aside, and the lock that says that somebody cares for it. */
interface Hold {
  readonly folder: string;
  readonly owner: number;
  readonly lock: FileLock | undefined;
}

function holdOf(folder: string): Hold {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'owner');
  const owner = openSync(path, 'a');
  const locked = tryLockOpen(owner, path);
  return { folder, owner, lock: locked !== 'busy' && locked.ok ? locked.value : undefined };
}

/**
 * Brings back what a repro that was killed had put aside, and removes the folder of one that was killed before it had put anything there. To be called
 * with the repository's lock: whoever puts something aside holds it until the list is written, so that a folder without a list is nobody's.
 */
export function recoverAside(root: string): BroughtBack {
  const folder = asideFolder(root);
  const back: RepoPath[] = [];
  const kept = new Map<RepoPath, RepoPath>();
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const path = join(folder, name, 'owner');
    const owner = openSync(path, 'a');
    const locked = tryLockOpen(owner, path);
    if (locked !== 'busy' && locked.ok) {
      const brought = comeBack(root, join(folder, name));
      back.push(...brought.back);
      for (const [at, where] of brought.kept) kept.set(at, where);
      rmSync(join(folder, name), { recursive: true, force: true });
      locked.value.release();
    }
    closeSync(owner);
  }
  return { back, kept };
}

/** A place on the same file system: in our own folder, or beside the output where that is mounted from elsewhere. */
function keptAt(root: string, at: RepoPath, folder: string, index: number): string {
  const parent = realpathSync(dirname(join(root, at)));
  const isHere = lstatSync(parent).dev === lstatSync(folder).dev;
  return isHere ? join(folder, String(index)) : join(parent, `.joulebook-${process.pid}.${count++}`);
}

function comeBack(root: string, folder: string): BroughtBack {
  const back: RepoPath[] = [];
  const kept = new Map<RepoPath, RepoPath>();
  for (const item of listOf(folder)) {
    const path = join(root, item.at);
    if (!existsHere(item.kept)) continue;
    if (!existsHere(path)) {
      mkdirSync(dirname(path), { recursive: true });
      renameSync(item.kept, path);
      back.push(item.at);
    } else if (item.isOnly) {
      const before = item.kept.startsWith(`${folder}/`)
        ? join(root, '.dvc', 'tmp', 'joulebook', 'before', basename(folder), item.at)
        : item.kept;
      mkdirSync(dirname(before), { recursive: true });
      if (before !== item.kept) renameSync(item.kept, before);
      kept.set(item.at, relative(root, before));
    } else rmSync(item.kept, { recursive: true, force: true });
  }
  return { back, kept };
}

function listOf(folder: string): readonly PutAside[] {
  try {
    return JSON.parse(readFileSync(join(folder, 'list.json'), 'utf8')) as readonly PutAside[];
  } catch (error) {
    if (errnoName(error) === 'ENOENT') return [];
    throw error;
  }
}

function existsHere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function asideFolder(root: string): string {
  return join(root, '.dvc', 'tmp', 'joulebook', 'aside');
}
