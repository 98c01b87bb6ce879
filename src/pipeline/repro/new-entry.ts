import type { Hashed } from '../model/hashed.ts';
import type { LockEntry, LockItem } from '../model/lock-entry.ts';
import type { Dep, ParamsDep, Stage } from '../model/stage.ts';
import type { ValueMap } from '../model/value.ts';
import { byCodePoints } from '../values/code-points.ts';

/** What a stage reads, as it was when its command ended. */
export interface Inputs {
  readonly deps: ReadonlyMap<Dep, Hashed>;
  /** By dotted key. */
  readonly params: ReadonlyMap<ParamsDep, ValueMap>;
}

const DEFAULT_PARAMS = 'params.yaml';

/** The entry of dvc.lock for a stage: everything sorted as DVC sorts it, so that equal work has equal hashes. */
export function newEntry(
  { cmd }: Pick<Stage, 'cmd'>,
  { deps, params }: Inputs,
  outs: ReadonlyMap<Dep, Hashed>,
): LockEntry {
  const files = [...params].sort(([a], [b]) => byFile(a.path, b.path));
  return {
    cmd,
    ...(deps.size === 0 ? {} : { deps: items(deps) }),
    ...(params.size === 0
      ? {}
      : { params: new Map(files.map(([{ path }, values]) => [path, sorted(values)])) }),
    ...(outs.size === 0 ? {} : { outs: items(outs) }),
  };
}

function items(hashes: ReadonlyMap<Dep, Hashed>): readonly LockItem[] {
  return [...hashes]
    .map(([{ path }, hashed]): LockItem => ({ path, ...hashed }))
    .sort((a, b) => byCodePoints(a.path, b.path));
}

function sorted(values: ValueMap): ValueMap {
  return new Map([...values].sort(([a], [b]) => byCodePoints(a, b)));
}

/** The usual file first. */
function byFile(a: string, b: string): number {
  if (a === b) return 0;
  if (a === DEFAULT_PARAMS) return -1;
  return b === DEFAULT_PARAMS ? 1 : byCodePoints(a, b);
}
