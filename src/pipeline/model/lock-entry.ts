import type { Hashed } from './hashed.ts';
import type { ValueMap } from './value.ts';

/** One dependency or output in dvc.lock. */
export interface LockItem extends Hashed {
  /** As dvc.yaml writes it: `./q.txt` and `ed3/` stay. */
  readonly path: string;
}

/** What dvc.lock says of a stage; also the content of a run-cache file. An absent list is one without items. */
export interface LockEntry {
  /** A list where dvc.yaml has one. */
  readonly cmd: string | readonly string[];
  /** Sorted by path (code points). */
  readonly deps?: readonly LockItem[];
  /** By file, then by dotted key: `params.yaml` first, other files sorted; keys sorted. */
  readonly params?: ReadonlyMap<string, ValueMap>;
  /** Outputs, metrics and plots together, sorted by path. */
  readonly outs?: readonly LockItem[];
}

/** A dvc.lock: entries by the full name of the stage, in the order in which the stages first ended. */
export type LockEntries = ReadonlyMap<string, LockEntry>;
