import type { FolderFile } from '../content/folder-text.ts';
import { readFileSync } from 'node:fs';
import { ok, type Result } from '../../result.ts';
import type { ObjectStore } from '../cache/object-store.io.ts';
import { PathTree } from '../graph/path-tree.ts';
import { type Hashed, isFolder } from '../model/hashed.ts';
import type { RepoPath } from '../model/stage.ts';
import { byCodePoints } from '../values/code-points.ts';
import type { ReadFault } from './read-fault.ts';
import { recordedOuts } from './recorded-outs.ts';
import { isPipelineFile, type Snapshot } from './snapshot.ts';

const NOT_STORED = 'No storage files available';

/** The files of a project whether they are there or only in the cache: what the workspace or a commit lacks is taken from where dvc.lock points. */
export class TrackedFiles {
  readonly #snapshot: Snapshot;
  readonly #store: ObjectStore;
  readonly #known: PathTree<{ readonly at: RepoPath; readonly known: Hashed }>;
  /** Outputs for the cache of which nothing is recorded: DVC misses what is stored, not the file. */
  readonly #unmade: ReadonlySet<RepoPath>;

  private constructor(
    snapshot: Snapshot,
    store: ObjectStore,
    known: PathTree<{ readonly at: RepoPath; readonly known: Hashed }>,
    unmade: ReadonlySet<RepoPath>,
  ) {
    this.#snapshot = snapshot;
    this.#store = store;
    this.#known = known;
    this.#unmade = unmade;
  }

  static of(snapshot: Snapshot, store: ObjectStore): Result<TrackedFiles> {
    const outs = recordedOuts(snapshot);
    if (!outs.ok) return outs;
    const tree = new PathTree<{ readonly at: RepoPath; readonly known: Hashed }>();
    const unmade = new Set<RepoPath>();
    for (const { out, known } of outs.value)
      if (known === undefined) {
        if (out.cache) unmade.add(out.at);
      } else if (out.at !== '') tree.set(out.at, { at: out.at, known });
    return ok(new TrackedFiles(snapshot, store, tree, unmade));
  }

  /** Content of a file. */
  read(at: RepoPath): Result<Uint8Array, ReadFault> {
    const bytes = this.#snapshot.tree.read(at);
    if (bytes !== undefined) return ok(bytes);
    if (this.#snapshot.tree.kindOf(at) === 'folder')
      return fault('IsADirectoryError', 21, 'Is a directory', at);
    const hashed = this.#hashOf(at);
    if (hashed === undefined)
      return fault(
        'FileNotFoundError',
        2,
        this.#unmade.has(at) ? NOT_STORED : 'No such file or directory',
        at,
      );
    if (isFolder(hashed)) return fault('IsADirectoryError', 21, 'Is a directory', at);
    try {
      return ok(readFileSync(this.#store.pathOf(hashed)));
    } catch {
      return fault('FileNotFoundError', 2, NOT_STORED, at);
    }
  }

  /** The files that a path means: those below it where it is a folder, else itself. */
  expand(at: RepoPath): readonly RepoPath[] {
    const { tree } = this.#snapshot;
    const [holder] = this.#known.holding(at).slice(-1);
    const holders = [...(holder === undefined ? [] : [holder]), ...this.#known.inside(at)];
    const recorded = holders.flatMap((one) =>
      isFolder(one.known) ? this.#filesOf(one.known).map(({ relpath }) => `${one.at}/${relpath}`) : [one.at],
    );
    const inside = at === '' ? '' : `${at}/`;
    const below = new Set([
      ...(tree.kindOf(at) === 'folder' ? tree.below(at) : []),
      ...(tree.kindOf(at) === 'file' ? [] : recorded.filter((path) => path.startsWith(inside))),
    ]);
    // What describes the project is no data of it.
    const files = [...below].filter((path) => !isPipelineFile(path.slice(path.lastIndexOf('/') + 1)));
    return files.length === 0 ? [at] : files.sort(byCodePoints);
  }

  #hashOf(at: RepoPath): Pick<Hashed, 'md5' | 'hash'> | undefined {
    const [holder] = this.#known.holding(at).slice(-1);
    if (holder === undefined) return undefined;
    if (holder.at === at) return holder.known;
    const files = isFolder(holder.known) ? this.#filesOf(holder.known) : [];
    const file = files.find(({ relpath }) => `${holder.at}/${relpath}` === at);
    return file === undefined ? undefined : { ...holder.known, md5: file.md5 };
  }

  /** What a folder's object lists; nothing where the cache does not hold it. */
  #filesOf(folder: Hashed): readonly FolderFile[] {
    return this.#store.hasOne(folder) ? [...this.#store.files(folder)] : [];
  }
}

function fault(type: string, errno: number, what: string, at: RepoPath): Result<never, ReadFault> {
  return { ok: false, error: { type, msg: `[Errno ${errno}] ${what}: '${at}'` } };
}
