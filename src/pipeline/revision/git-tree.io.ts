import { byCodePoints } from '../values/code-points.ts';
import { ok, type Result } from '../../result.ts';
import type { RepoPath } from '../model/stage.ts';
import type { FileTree } from './file-tree.ts';
import type { Git, GitFile } from './git.io.ts';

/** The files of a project in a commit. */
export class GitTree implements FileTree {
  readonly #git: Git;
  readonly #files: ReadonlyMap<RepoPath, GitFile>;
  readonly #paths: readonly RepoPath[];

  private constructor(git: Git, files: ReadonlyMap<RepoPath, GitFile>) {
    this.#git = git;
    this.#files = files;
    this.#paths = [...files.keys()].sort(byCodePoints);
  }

  /** @param commit its object id. */
  static of(git: Git, commit: string): Result<GitTree> {
    const files = git.files(commit);
    return files.ok ? ok(new GitTree(git, files.value)) : files;
  }

  /** Whether the commit has no file of the project. */
  get isEmpty(): boolean {
    return this.#files.size === 0;
  }

  /** Object ids of the files that are wanted. */
  oids(wanted: (at: RepoPath) => boolean): readonly string[] {
    return [...this.#files].filter(([at]) => wanted(at)).map(([, { oid }]) => oid);
  }

  /** Fetches several files at once, so that reading them one by one costs no process each. */
  expect(paths: ReadonlySet<RepoPath>): void {
    this.#git.blobs(this.oids((at) => paths.has(at)));
  }

  read(at: RepoPath): Uint8Array | undefined {
    const file = this.#files.get(this.#target(at));
    if (file === undefined) return undefined;
    const blobs = this.#git.blobs([file.oid]);
    return blobs.ok ? blobs.value.get(file.oid) : undefined;
  }

  kindOf(at: RepoPath): 'file' | 'folder' | undefined {
    if (this.#files.has(at)) return 'file';
    return at === '' || this.#first(`${at}/`)?.startsWith(`${at}/`) === true ? 'folder' : undefined;
  }

  below(folder: RepoPath): readonly RepoPath[] {
    const inside = folder === '' ? '' : `${folder}/`;
    return this.#paths.filter((path) => path.startsWith(inside));
  }

  /** Where a link leads, one step of it; links to folders are not followed. */
  #target(at: RepoPath): RepoPath {
    const file = this.#files.get(at);
    if (file?.isSymlink !== true) return at;
    const blobs = this.#git.blobs([file.oid]);
    const bytes = blobs.ok ? blobs.value.get(file.oid) : undefined;
    if (bytes === undefined) return at;
    const parts = at.split('/').slice(0, -1);
    for (const part of new TextDecoder().decode(bytes).split('/')) {
      if (part === '..') parts.pop();
      else if (part !== '.' && part !== '') parts.push(part);
    }
    return parts.join('/');
  }

  /** The first path that is not before a text. */
  #first(text: string): RepoPath | undefined {
    let low = 0;
    let high = this.#paths.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (byCodePoints(this.#paths[middle] ?? '', text) < 0) low = middle + 1;
      else high = middle;
    }
    return this.#paths[low];
  }
}
