import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { RepoPath } from '../model/stage.ts';

let count = 0;

/**
 * Outputs of before, put aside while a stage is computed anew. Its command finds nothing in their place, as under DVC; but should it fail, or be killed
 * with us, what was there comes back.
 */
export class Aside {
  readonly #root: string;
  readonly #folder: string;
  readonly #taken: RepoPath[] = [];

  /** @param pid of this process, by which others see whether it lives. */
  constructor(root: string, pid: number) {
    this.#root = root;
    this.#folder = join(asideFolder(root), `${pid}.${count++}`);
  }

  /** Puts what lies at a path aside, if anything does. Throws as `renameSync` does. */
  take(at: RepoPath): void {
    const path = join(this.#root, at);
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return;
    mkdirSync(this.#folder, { recursive: true });
    this.#taken.push(at);
    // The list comes first: killed in between, there is one path too many in it, and none too few.
    writeFileSync(join(this.#folder, 'list.json'), JSON.stringify(this.#taken));
    renameSync(path, join(this.#folder, String(this.#taken.length - 1)));
  }

  /** The stage has succeeded: nobody needs them any more. */
  discard(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** The stage has failed. What it wrote itself stays, and what was there before comes back where it wrote nothing. */
  bringBack(): void {
    comeBack(this.#root, this.#folder);
  }
}

/** Brings back what a repro that was killed had put aside. @returns the paths. */
export function recoverAside(root: string, isAlive: (pid: number) => boolean): readonly RepoPath[] {
  const folder = asideFolder(root);
  if (!existsSync(folder)) return [];
  const left = readdirSync(folder).filter((name) => !isAlive(Number(name.split('.')[0])));
  return left.flatMap((name) => comeBack(root, join(folder, name)));
}

function comeBack(root: string, folder: string): readonly RepoPath[] {
  let taken: readonly RepoPath[] = [];
  try {
    taken = JSON.parse(readFileSync(join(folder, 'list.json'), 'utf8')) as readonly RepoPath[];
  } catch {
    // killed before anything was moved
  }
  const back = taken.filter((at, i) => {
    const kept = join(folder, String(i));
    const path = join(root, at);
    if (!existsSync(kept) || existsSync(path)) return false;
    mkdirSync(dirname(path), { recursive: true });
    renameSync(kept, path);
    return true;
  });
  rmSync(folder, { recursive: true, force: true });
  return back;
}

function asideFolder(root: string): string {
  return join(root, '.dvc', 'tmp', 'joulebook', 'aside');
}
