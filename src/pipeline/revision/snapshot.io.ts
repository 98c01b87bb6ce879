import type { Problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { readDataFile } from '../data-file/read-data-file.ts';
import { readDefinition } from '../definition/read-definition.ts';
import { IgnoreScope } from '../ignore/ignore-scope.io.ts';
import { EMPTY_LOCK, type Lock } from '../lock/lock.ts';
import { lockOf } from '../lock/lock-files.io.ts';
import { readLock } from '../lock/read-lock.ts';
import type { Node, RepoPath } from '../model/stage.ts';
import type { Value } from '../model/value.ts';
import { readValuesText } from '../params/read-params.ts';
import type { PipelineConfig } from '../project/config.ts';
import type { PipelineFile } from '../project/pipeline-file.ts';
import { resolveDefinition } from '../resolve/resolve-stages.ts';
import { byCodePoints } from '../values/code-points.ts';
import type { FileTree } from './file-tree.ts';
import { isPipelineFile, type Snapshot, textAt } from './snapshot.ts';

/**
 * Reads a project out of a tree of files that is not the workspace.
 *
 * @param root absolute path of the repository, that absolute paths in its files are understood by.
 */
export function snapshotOf(
  tree: FileTree,
  root: string,
  parsing: PipelineConfig['parsing'],
): Result<Snapshot> {
  const nodes: Node[] = [];
  const pipelines = new Map<RepoPath, PipelineFile>();
  const tracked = new Set<RepoPath>();
  const faults: Problem[] = [];
  const values = new Map<RepoPath, Result<Value | undefined>>();
  const readValues = (at: RepoPath): Result<Value | undefined> => {
    const known = values.get(at);
    if (known !== undefined) return known;
    const text = textAt(tree, at);
    const read = text === undefined ? ok(undefined) : readValuesText(text, at);
    values.set(at, read);
    return read;
  };
  const add = (node: Node): void => {
    nodes.push(node);
    for (const { at } of node.outs) tracked.add(at);
  };
  for (const at of pipelineFiles(tree, root, tracked)) {
    const text = textAt(tree, at) ?? '';
    if (at.endsWith('.dvc')) {
      const source = readDataFile(text, at, root);
      if (source.ok) add(source.value);
      else faults.push(source.error);
      continue;
    }
    const definition = readDefinition(text, at);
    if (!definition.ok) return definition;
    const resolved = resolveDefinition(definition.value, { root, read: readValues, parsing });
    if (!resolved.ok) return resolved;
    pipelines.set(at, { definition: definition.value, resolved: resolved.value });
    for (const { stage } of resolved.value.stages)
      if (stage.ok) add(stage.value);
      else faults.push(stage.error);
  }
  const [first] = faults;
  if (first !== undefined) return err(first);
  const locks = new Map<RepoPath, Result<Lock>>();
  const lockBeside = (file: RepoPath): Result<Lock> => {
    const known = locks.get(file);
    if (known !== undefined) return known;
    const text = textAt(tree, lockOf(file));
    const lock = text === undefined ? ok(EMPTY_LOCK) : readLock(text, lockOf(file));
    locks.set(file, lock);
    return lock;
  };
  return ok({ nodes, pipelines, tree, lockOf: lockBeside });
}

interface Folder {
  readonly files: string[];
  readonly folders: Map<string, Folder>;
}

/** In the order of the workspace's walk: those of a folder before those below it. What is tracked by then is not looked into. */
function* pipelineFiles(tree: FileTree, root: string, tracked: ReadonlySet<RepoPath>): Generator<RepoPath> {
  const top: Folder = { files: [], folders: new Map() };
  for (const path of tree.below('')) {
    const parts = path.split('/');
    const name = parts.pop() ?? '';
    let folder = top;
    for (const part of parts) {
      let inner = folder.folders.get(part);
      if (inner === undefined) folder.folders.set(part, (inner = { files: [], folders: new Map() }));
      folder = inner;
    }
    if (isPipelineFile(name)) folder.files.push(name);
  }
  const scope = IgnoreScope.dvc(root, (file) => textAt(tree, file.slice(root.length + 1)));
  yield* walk(top, '', scope, tracked);
}

function* walk(
  { files, folders }: Folder,
  path: RepoPath,
  scope: IgnoreScope,
  tracked: ReadonlySet<RepoPath>,
): Generator<RepoPath> {
  if (path !== '' && folders.has('.dvc')) return;
  const at = (name: string): RepoPath => (path === '' ? name : `${path}/${name}`);
  for (const name of files.toSorted(byCodePoints)) if (!scope.ignoresFile(name)) yield at(name);
  for (const name of [...folders.keys()].sort(byCodePoints)) {
    const folder = folders.get(name);
    const inner = tracked.has(at(name)) ? undefined : scope.enter(name);
    if (folder !== undefined && inner !== undefined) yield* walk(folder, at(name), inner, tracked);
  }
}
