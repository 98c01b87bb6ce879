import { type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { problem } from '../../errors.ts';
import { errnoName, whyNot } from '../../host/file-failure.io.ts';
import type { Host } from '../../host/host.ts';
import { err, ok, type Result } from '../../result.ts';
import { IgnoreScope } from '../ignore/ignore-scope.io.ts';
import type { Hashed } from '../model/hashed.ts';
import type { RepoPath } from '../model/stage.ts';
import { FileMarks } from './file-marks.io.ts';
import { md5OfBytes, md5OfFile, md5OfFileDos2unix } from './hash-file.io.ts';
import { hashFolder } from './hash-folder.io.ts';
import { type ListedFile, ListingReader } from './listing.io.ts';
import { isSettled } from './settled.ts';
import { type FoundFile, walkFiles } from './walk.io.ts';

/** How content is hashed: as DVC 3 does, or as DVC 2 did. */
export type HashKind = 'md5' | 'md5-dos2unix';

/**
 * What lies at the paths of a project, by hash. What was hashed before and looks the same is not read again: single files are remembered in one
 * file, each folder in a listing of its own, both under `.dvc/tmp/joulebook` and nothing but a saving of time.
 */
export class Contents {
  readonly #host: Host;
  readonly #root: string;
  readonly #folder: string;
  readonly #marks: FileMarks;
  #scope: IgnoreScope | undefined;

  /** @param root absolute path of the repository. */
  constructor(host: Host, root: string) {
    this.#host = host;
    this.#root = root;
    this.#folder = join(root, '.dvc', 'tmp', 'joulebook');
    this.#marks = new FileMarks(this.#folder);
  }

  /** The hash of what lies at a path; undefined where nothing does. */
  hash(at: RepoPath, kind: HashKind = 'md5'): Result<Hashed | undefined> {
    const path = this.#pathOf(at);
    try {
      const stats = statSync(path, { throwIfNoEntry: false });
      if (stats === undefined) return ok(undefined);
      if (stats.isDirectory()) return this.#hashFolder(at, path, kind);
      if (stats.isFile()) return ok(this.#hashFile(path, stats, kind));
    } catch (error) {
      if (errnoName(error) === 'ENOTDIR') return ok(undefined);
      if (errnoName(error) === undefined) throw error;
      const { why, fix } = whyNot(error);
      return err(problem('E_PIPELINE', `cannot read ${path}`, why, fix));
    }
    return err(
      problem(
        'E_PIPELINE',
        `cannot hash ${path}`,
        'it is neither a file nor a folder',
        'take it out of the stage',
      ),
    );
  }

  /** The files of a folder as they were when it was last hashed, in the order of its object. */
  *files(at: RepoPath, kind: HashKind = 'md5'): Generator<ListedFile> {
    const reader = ListingReader.open(this.#listing(at, kind));
    try {
      for (let file = reader?.next(); file !== undefined; file = reader?.next()) yield file;
    } finally {
      reader?.close();
    }
  }

  /** Keeps what was learned of single files for the next time. */
  save(): void {
    this.#marks.save();
  }

  #hashFile(path: string, stats: Stats, kind: HashKind): Hashed {
    const key = kind === 'md5' ? path : `${kind}:${path}`;
    let md5 = this.#marks.find(key, stats);
    if (md5 === undefined) {
      const nowMs = this.#host.clock.wallMs();
      md5 = hashOf(path, kind);
      if (isSettled(stats, nowMs)) this.#marks.keep(key, stats, md5);
    }
    const isExecutable = (stats.mode & 0o111) !== 0;
    return { ...named(kind), md5, size: stats.size, ...(isExecutable ? { isexec: true } : {}) };
  }

  #hashFolder(at: RepoPath, path: string, kind: HashKind): Result<Hashed> {
    this.#scope ??= IgnoreScope.dvc(this.#root);
    const scope = (at.startsWith('/') ? undefined : this.#scope.descend(at)) ?? IgnoreScope.dvc(path);
    const head = hashFolder(this.#listing(at, kind), walkFiles(path, scope), (file) =>
      this.#listed(file, kind),
    );
    if (!head.ok) return head;
    const { md5, size, nfiles } = head.value;
    return ok({ ...named(kind), md5: `${md5}.dir`, size, nfiles });
  }

  #listed({ relpath, path, stats }: FoundFile, kind: HashKind): ListedFile {
    const nowMs = this.#host.clock.wallMs();
    const { ino, mtimeMs, ctimeMs, size } = stats;
    return {
      relpath,
      ino,
      mtimeMs,
      ctimeMs,
      size,
      md5: hashOf(path, kind),
      isSettled: isSettled(stats, nowMs),
    };
  }

  #pathOf(at: RepoPath): string {
    return at.startsWith('/') ? at : join(this.#root, at);
  }

  #listing(at: RepoPath, kind: HashKind): string {
    return join(this.#folder, `${md5OfBytes(`${kind}:${at}`)}.listing`);
  }
}

function hashOf(path: string, kind: HashKind): string {
  return kind === 'md5' ? md5OfFile(path) : md5OfFileDos2unix(path);
}

function named(kind: HashKind): { readonly hash?: 'md5' } {
  return kind === 'md5' ? { hash: 'md5' } : {};
}
