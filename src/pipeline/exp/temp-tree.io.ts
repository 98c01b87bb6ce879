import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Problem, problem } from '../../errors.ts';
import { errnoName, whyNot } from '../../host/file-failure.io.ts';
import { err, ok, type Result } from '../../result.ts';
import type { RepoPath } from '../model/stage.ts';
import { type Held, hold } from './hold.io.ts';
import type { GitPlumbing } from './plumbing.io.ts';

/** What a folder for an experiment is made of. */
export interface TempTreeRequest {
  /** Absolute path of the project. */
  readonly root: string;
  /** A name for it that no other has. */
  readonly id: string;
  /** The commit that it is to hold, and the one that it is derived from. */
  readonly rev: string;
  readonly baseline: string;
  /** Absolute path of the cache. */
  readonly cacheDir: string;
}

/** A folder of its own for an experiment: a work tree of the same git repository, so that commits and names are shared. */
export class TempTree {
  /** Absolute path of the project in it. */
  readonly root: string;
  readonly git: GitPlumbing;
  readonly #home: GitPlumbing;
  readonly #top: string;
  readonly #lock: Held;

  private constructor(home: GitPlumbing, git: GitPlumbing, top: string, lock: Held) {
    this.#home = home;
    this.git = git;
    this.#top = top;
    this.#lock = lock;
    this.root = join(top, git.folder);
  }

  /**
   * Makes one that holds what a commit holds, on top of the commit that it is derived from.
   */
  static make(git: GitPlumbing, { root, id, rev, baseline, cacheDir }: TempTreeRequest): Result<TempTree> {
    const hasModules = (git.ask(['ls-tree', '-r', '-z', rev]) ?? '')
      .split('\0')
      .find((line) => line.startsWith('160000 '));
    if (hasModules !== undefined) return err(submodules(hasModules.slice(hasModules.indexOf('\t') + 1)));
    mkdirSync(foldersOf(root), { recursive: true });
    const { top, lock } = ownFolder(join(foldersOf(root), id));
    const made = git.run(['worktree', 'add', '--detach', '--no-checkout', '--', top, baseline], {
      isWithoutHooks: true,
    });
    if (!made.ok) {
      lock.release();
      return made;
    }
    const inner = git.at(top);
    const filled = inner.ok
      ? inner.value.run(['read-tree', '--reset', '-u', rev], { isWithoutHooks: true })
      : inner;
    if (!inner.ok || !filled.ok) {
      removeTree(git, top);
      lock.release();
      return inner.ok && !filled.ok ? filled : (inner as Result<never>);
    }
    const tree = new TempTree(git, inner.value, top, lock);
    writeLocalConfig(root, tree.root, cacheDir);
    return ok(tree);
  }

  /** Copies what git does not know. */
  copy(from: string, paths: readonly RepoPath[]): Problem | undefined {
    for (const at of paths) {
      try {
        mkdirSync(dirname(join(this.root, at)), { recursive: true });
        cpSync(join(from, at), join(this.root, at), { recursive: true, preserveTimestamps: true });
      } catch (error) {
        if (errnoName(error) === undefined) throw error;
        const { why, fix } = whyNot(error);
        return problem('E_PIPELINE', `Unable to copy '${at}'`, why, fix);
      }
    }
    return undefined;
  }

  /** Files that are there, that git does not ignore, and that a commit does not hold. */
  leftOut(rev: string): readonly string[] {
    const listed = this.git.ask(['ls-files', '--others', '--exclude-standard', '-z']) ?? '';
    const kept = new Set(
      (this.git.ask(['ls-tree', '-r', '-z', '--name-only', '--full-tree', rev]) ?? '').split('\0'),
    );
    return listed.split('\0').filter((path) => path !== '' && !kept.has(path));
  }

  remove(): void {
    removeTree(this.#home, this.#top);
    this.#lock.release();
    rmSync(`${this.#top}.lock`, { force: true });
  }
}

/** Removes the folders of experiments whose process is gone. @returns how many. */
export function removeLeftTrees(git: GitPlumbing, root: string): number {
  const folder = foldersOf(root);
  let count = 0;
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (!name.endsWith('.lock')) continue;
    const lock = hold(join(folder, name));
    if (lock === undefined) continue;
    removeTree(git, join(folder, name.slice(0, -'.lock'.length)));
    lock.release();
    rmSync(join(folder, name), { force: true });
    count++;
  }
  git.run(['worktree', 'prune']);
  return count;
}

/** A folder that nobody else works in. */
function ownFolder(path: string): { readonly top: string; readonly lock: Held } {
  for (let i = 0; ; i++) {
    const top = i === 0 ? path : `${path}-${i}`;
    const lock = hold(`${top}.lock`);
    if (lock !== undefined && !existsSync(top)) return { top, lock };
    lock?.release();
  }
}

function foldersOf(root: string): string {
  return join(root, '.dvc', 'tmp', 'joulebook', 'exps');
}

function removeTree(git: GitPlumbing, top: string): void {
  git.run(['worktree', 'remove', '--force', '--force', '--', top], { isWithoutHooks: true });
  rmSync(top, { recursive: true, force: true });
  git.run(['worktree', 'prune']);
}

/** What is set for this clone alone holds there too, and the cache is the same: for a `dvc` that a stage calls. */
function writeLocalConfig(from: string, to: string, cacheDir: string): void {
  const path = join(from, '.dvc', 'config.local');
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const cache = /^\s*\[\s*cache\s*\]/m.test(text) ? '' : `[cache]\n    dir = ${cacheDir}\n`;
  mkdirSync(join(to, '.dvc'), { recursive: true });
  writeFileSync(
    join(to, '.dvc', 'config.local'),
    text === '' || text.endsWith('\n') ? text + cache : `${text}\n${cache}`,
  );
}

function submodules(path: string): Problem {
  return problem(
    'E_PIPELINE',
    'the repository has submodules, which an experiment in a folder of its own would lack',
    `${path} is one`,
    'run it in the workspace: `joulebook exp run` without --temp and --queue',
  );
}
