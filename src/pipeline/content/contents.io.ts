import { type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, problem } from '../../errors.ts';
import { errnoName, whyNot } from '../../host/file-failure.io.ts';
import { makeFolder } from '../../host/make-folder.io.ts';
import type { Host } from '../../host/host.ts';
import { err, ok, type Result } from '../../result.ts';
import { IgnoreScope } from '../ignore/ignore-scope.io.ts';
import type { Hashed } from '../model/hashed.ts';
import type { RepoPath } from '../model/stage.ts';
import { FileMarks } from './file-marks.io.ts';
import { Crew } from './crew.io.ts';
import { hashBatch, hashOf } from './hash-batch.io.ts';
import { md5OfBytes } from './hash-file.io.ts';
import type { HashKind, Keeper } from './keeper.ts';
import { notAFile } from './not-a-file.ts';
import { hashFolder } from './hash-folder.io.ts';
import { ListingReader, ListingWriter } from './listing.io.ts';
import type { ListedFile } from './listed-file.ts';
import { isSettled, type StatMark } from './settled.ts';
import { linkStatsAt } from './stats-at.io.ts';
import { type FoundFile, Walk } from './walk.io.ts';

/**
 * What lies at the paths of a project, by hash. What was hashed before and looks the same is not read again: single files are remembered in one
 * file, each folder in a listing of its own, both under `.dvc/tmp/joulebook` and nothing but a saving of time.
 */
export class Contents {
  readonly #host: Host;
  readonly #root: string;
  readonly #folder: string;
  readonly #marks: FileMarks;
  /** Who shares work on many files. */
  readonly crew = new Crew();
  /** How single files looked before they were hashed. */
  readonly #looked = new Map<string, StatMark>();
  #scope: IgnoreScope | undefined;

  /** @param root absolute path of the repository. */
  constructor(host: Host, root: string) {
    this.#host = host;
    this.#root = root;
    this.#folder = join(root, '.dvc', 'tmp', 'joulebook');
    this.#marks = new FileMarks(this.#folder);
  }

  /** The hash of what lies at a path; undefined where nothing does. */
  hash(at: RepoPath, kind: HashKind = 'md5', keeper?: Keeper): Result<Hashed | undefined> {
    const path = this.#pathOf(at);
    try {
      const stats = statSync(path, { throwIfNoEntry: false });
      if (stats === undefined) return ok(undefined);
      if (stats.isDirectory()) return this.#hashFolder(at, path, kind, keeper);
      if (stats.isFile()) return ok(this.#hashFile(path, stats, kind));
    } catch (error) {
      if (errnoName(error) === 'ENOTDIR') return ok(undefined);
      if (errnoName(error) === undefined) throw error;
      return err(unreadable((error as NodeJS.ErrnoException).path ?? path, error));
    }
    return err(notAFile(path));
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

  /** How a single file looked before it was last hashed. */
  markOf(at: RepoPath): StatMark | undefined {
    return this.#looked.get(this.#pathOf(at));
  }

  /** Begins a new listing of a folder, for whoever has put files there whose hashes are known. */
  rewrite(at: RepoPath, kind: HashKind): ListingWriter {
    makeFolder(this.#folder);
    return new ListingWriter(this.#listing(at, kind));
  }

  /** Remembers a file that was just put there and whose hash is known. */
  placed(at: RepoPath, stats: Stats, { hash, md5 }: Hashed): void {
    this.#marks.keep(markKey(this.#pathOf(at), hash ?? 'md5-dos2unix'), stats, md5, true);
  }

  /** Keeps what was learned of single files for the next time. */
  save(): void {
    this.#marks.save();
  }

  #hashFile(path: string, stats: Stats, kind: HashKind): Hashed {
    const key = markKey(path, kind);
    const nowMs = this.#host.clock.wallMs();
    this.#looked.set(path, stats);
    const known = this.#marks.find(key, stats, nowMs);
    const md5 = known ?? hashOf(path, kind);
    if (known === undefined && isSettled(stats, nowMs)) this.#marks.keep(key, stats, md5);
    const isExecutable = (stats.mode & 0o111) !== 0;
    return { ...named(kind), md5, size: stats.size, ...(isExecutable ? { isexec: true } : {}) };
  }

  #hashFolder(at: RepoPath, path: string, kind: HashKind, keeper: Keeper | undefined): Result<Hashed> {
    this.#scope ??= IgnoreScope.dvc(this.#root);
    const scope = (at.startsWith('/') ? undefined : this.#scope.descend(at)) ?? IgnoreScope.dvc(path);
    const nowMs = this.#host.clock.wallMs();
    const hashFiles = (files: readonly FoundFile[]): Result<readonly ListedFile[]> =>
      hashBatch(this.crew, files, kind, nowMs, keeper);
    const head = hashFolder(this.#listing(at, kind), new Walk(path, scope), hashFiles, nowMs);
    if (!head.ok) return head;
    const { md5, size, nfiles } = head.value;
    return ok({ ...named(kind), md5: `${md5}.dir`, size, nfiles });
  }

  #pathOf(at: RepoPath): string {
    return at.startsWith('/') ? at : join(this.#root, at);
  }

  #listing(at: RepoPath, kind: HashKind): string {
    return join(this.#folder, `${md5OfBytes(`${kind}:${at}`)}.listing`);
  }
}

function unreadable(path: string, error: unknown): Problem {
  const what = `cannot read ${path}`;
  const { why, fix } = whyNot(error);
  if (errnoName(error) !== 'ENOENT') return problem('E_PIPELINE', what, why, fix);
  return linkStatsAt(path) === undefined
    ? problem(
        'E_PIPELINE',
        what,
        'it vanished meanwhile',
        'wait until nothing changes the folder, and try again',
      )
    : problem(
        'E_PIPELINE',
        what,
        'it is a symbolic link that leads nowhere',
        'repair the link, or take it away',
      );
}

function markKey(path: string, kind: HashKind): string {
  return kind === 'md5' ? path : `${kind}:${path}`;
}

function named(kind: HashKind): { readonly hash?: 'md5' } {
  return kind === 'md5' ? { hash: 'md5' } : {};
}
