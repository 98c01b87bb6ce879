import { err, ok, type Result } from '../../result.ts';
import { readValues } from '../compare/read-values.ts';
import type { RepoPath } from '../model/stage.ts';
import { isMap, type Value } from '../model/value.ts';
import { paramsAt } from '../params/params-at.ts';
import { pathIn } from '../resolve/repo-path.ts';
import type { Revisions } from '../revision/revisions.io.ts';
import type { Snapshot } from '../revision/snapshot.ts';
import type { ReadFault } from '../revision/read-fault.ts';
import { TrackedFiles } from '../revision/tracked-files.io.ts';
import type { FileValues } from './file-values.ts';

/** Which parameters are shown. */
export interface ParamsAsked {
  /** Files instead of all that the project has. */
  readonly targets: readonly RepoPath[];
  /** Only those that stages depend on. */
  readonly depsOnly: boolean;
}

const DEFAULT_PARAMS = 'params.yaml';

/** The parameters of a state of a project: those of stages, of the files that dvc.yaml names, of params.yaml, and what templates use. */
export function paramsOf(
  { standpoint, store }: Revisions,
  snapshot: Snapshot,
  { targets, depsOnly }: ParamsAsked,
): Result<FileValues> {
  const files = TrackedFiles.of(snapshot, store);
  if (!files.ok) return files;
  const keys =
    targets.length > 0
      ? ok(new Map(targets.map((at): [RepoPath, readonly string[]] => [at, []])))
      : keysByFile(snapshot, standpoint.root, depsOnly);
  if (!keys.ok) return keys;
  const values = new Map<RepoPath, Result<Value, ReadFault>>();
  snapshot.tree.expect?.(new Set(keys.value.keys()));
  for (const [path, names] of keys.value)
    for (const at of files.value.expand(path)) {
      const bytes = files.value.read(at);
      const value = bytes.ok ? readValues(bytes.value, at) : err(bytes.error);
      const isPart = names.length > 0 && value.ok && isMap(value.value);
      values.set(at, isPart ? ok(paramsAt(value.value, names)) : value);
    }
  if (targets.length === 0) addUsed(snapshot, values);
  return ok(values);
}

/** The keys of each file; none: all of it. */
function keysByFile(
  { nodes, pipelines, tree }: Snapshot,
  root: string,
  depsOnly: boolean,
): Result<ReadonlyMap<RepoPath, readonly string[]>> {
  const byFile = new Map<RepoPath, Set<string> | 'all'>();
  const add = (at: RepoPath, keys: readonly string[] | 'all'): void => {
    const known = byFile.get(at);
    if (keys === 'all' || known === 'all') byFile.set(at, 'all');
    else byFile.set(at, new Set([...(known ?? []), ...keys]));
  };
  for (const node of nodes) if (node.kind === 'stage') for (const { at, keys } of node.params) add(at, keys);
  if (!depsOnly) {
    for (const { definition, resolved } of pipelines.values()) {
      const { params } = resolved;
      if (!params.ok) return params;
      for (const path of params.value) add(pathIn(root, definition.folder, path), 'all');
    }
    if (tree.kindOf(DEFAULT_PARAMS) !== undefined) add(DEFAULT_PARAMS, 'all');
  }
  return ok(new Map([...byFile].map(([at, keys]) => [at, keys === 'all' ? [] : [...keys]])));
}

/** What templates take from files that are not shown anyway. */
function addUsed({ pipelines }: Snapshot, values: Map<RepoPath, Result<Value, ReadFault>>): void {
  const used = new Map<RepoPath, Map<string, Value>>();
  for (const { resolved } of pipelines.values())
    for (const stage of resolved.stages)
      for (const [at, found] of stage.used) {
        if (values.has(at)) continue;
        used.set(at, new Map([...(used.get(at) ?? []), ...found]));
      }
  for (const [at, found] of used) values.set(at, ok(found));
}
