import { ok, type Result } from '../../result.ts';
import type { ObjectStore } from '../cache/object-store.io.ts';
import type { Contents } from '../content/contents.io.ts';
import { isFolder } from '../model/hashed.ts';
import type { RepoPath } from '../model/stage.ts';
import { type Recorded, recordedOuts } from '../revision/recorded-outs.ts';
import type { Snapshot } from '../revision/snapshot.ts';
import type { DataEntry, DataState } from './data-entry.ts';

/**
 * What dvc.lock and .dvc files say of what the cache keeps.
 *
 * @param isDeep the files of folders too.
 */
export function recordedState(snapshot: Snapshot, store: ObjectStore, isDeep: boolean): Result<DataState> {
  const outs = trackedOuts(snapshot);
  if (!outs.ok) return outs;
  const entries = new Map<RepoPath, DataEntry>();
  const unknown = new Set<RepoPath>();
  for (const { out, known } of outs.value) {
    const { at } = out;
    const isTree = known !== undefined && isFolder(known);
    entries.set(at, { at, isFolder: isTree, ...(known === undefined ? {} : { known }) });
    if (!isTree || !isDeep) continue;
    if (!store.hasOne(known)) unknown.add(at);
    else
      for (const { relpath, md5 } of store.files(known))
        addFile(entries, `${at}/${relpath}`, { ...known, md5 });
  }
  return ok({ entries, unknown });
}

/** What lies in the workspace of what the cache keeps. */
export function workspaceState(snapshot: Snapshot, contents: Contents, isDeep: boolean): Result<DataState> {
  const outs = trackedOuts(snapshot);
  if (!outs.ok) return outs;
  const entries = new Map<RepoPath, DataEntry>();
  for (const { out, known } of outs.value) {
    const { at } = out;
    const kind = known === undefined || known.hash !== undefined ? 'md5' : 'md5-dos2unix';
    const hashed = contents.hash(at, kind);
    if (!hashed.ok) return hashed;
    if (hashed.value === undefined) continue;
    const isTree = isFolder(hashed.value);
    entries.set(at, { at, isFolder: isTree, known: hashed.value });
    if (!isTree || !isDeep) continue;
    for (const { relpath, md5 } of contents.files(at, kind))
      addFile(entries, `${at}/${relpath}`, { ...hashed.value, md5 });
  }
  return ok({ entries, unknown: new Set() });
}

/** A state without what lies neither at nor below some paths. */
export function below({ entries, unknown }: DataState, targets: readonly RepoPath[]): DataState {
  if (targets.length === 0) return { entries, unknown };
  const isAsked = (at: RepoPath): boolean =>
    targets.some((target) => target === '' || at === target || at.startsWith(`${target}/`));
  return { entries: new Map([...entries].filter(([at]) => isAsked(at))), unknown };
}

function addFile(
  entries: Map<RepoPath, DataEntry>,
  at: RepoPath,
  { md5, hash }: NonNullable<DataEntry['known']>,
): void {
  entries.set(at, { at, isFolder: false, known: { md5, ...(hash === undefined ? {} : { hash }) } });
}

function trackedOuts(snapshot: Snapshot): Result<readonly Recorded[]> {
  const outs = recordedOuts(snapshot);
  if (!outs.ok) return outs;
  return ok(outs.value.filter(({ out }) => out.cache && !out.at.startsWith('/') && !out.at.includes('://')));
}
