import type { Place } from '../../errors.ts';
import type { Hashed } from './hashed.ts';
import type { Value, ValueMap } from './value.ts';

/** A path inside the repository, from its root, with `/`, without `.`, `..` or a slash at either end; the root itself is ``. */
export type RepoPath = string;

/** A file or folder that a stage reads. */
export interface Dep {
  /** As dvc.yaml writes it, after interpolation: relative to `wdir`, kept verbatim in dvc.lock. */
  readonly path: string;
  /** Where that is; an absolute path outside the repository starts with `/`; a URL or `remote://` address stays one. */
  readonly at: RepoPath;
}

/** The parameters of one file that a stage depends on. */
export interface ParamsDep {
  readonly path: string;
  readonly at: RepoPath;
  /** Dotted keys as written; `all` is the whole file. */
  readonly keys: readonly string[] | 'all';
}

/** A file or folder that a stage writes. */
export interface Out extends Dep {
  readonly kind: 'out' | 'metric' | 'plot';
  /** Whether its content is kept in the cache (default) or only hashed. */
  readonly cache: boolean;
  /** Whether it stays in place while the stage is run again. */
  readonly persist: boolean;
  /** Whether `push` sends it (default). */
  readonly push: boolean;
  /** The remote that it goes to, where not the default one. */
  readonly remote?: string;
  /** What dvc.yaml says of a plot: `template`, `x`, `y`, ...; several where one file is drawn in several ways. */
  readonly plot?: readonly ValueMap[];
  readonly desc?: string;
  readonly type?: string;
  readonly labels?: readonly string[];
  readonly meta?: Value;
}

/** A stage of a dvc.yaml with everything interpolated and expanded. */
export interface Stage {
  readonly kind: 'stage';
  /** Full name: `train`, `train@us`. */
  readonly name: string;
  /** Its dvc.yaml. */
  readonly file: RepoPath;
  /** Where its commands run and its paths begin. */
  readonly wdir: RepoPath;
  /** The text as resolved: lines that are separate shells are not split yet. */
  readonly cmd: string | readonly string[];
  readonly deps: readonly Dep[];
  readonly params: readonly ParamsDep[];
  /** In the order of the file: outs, metrics, plots. */
  readonly outs: readonly Out[];
  readonly frozen: boolean;
  readonly alwaysChanged: boolean;
  readonly desc?: string;
  readonly meta?: Value;
  /** Where the stage begins in its file. */
  readonly place?: Place;
}

/** A .dvc file: data that no stage makes. */
export interface DataSource {
  readonly kind: 'data';
  /** Its .dvc file. */
  readonly file: RepoPath;
  readonly wdir: RepoPath;
  /** What it tracks, with what is known of the content. */
  readonly outs: readonly (Out & { readonly known?: Hashed })[];
  /** Where an import came from; such a file is kept as it is, not fetched anew. */
  readonly isImport: boolean;
  readonly frozen: boolean;
  readonly desc?: string;
  readonly meta?: Value;
}

/** A node of the graph. */
export type Node = Stage | DataSource;
