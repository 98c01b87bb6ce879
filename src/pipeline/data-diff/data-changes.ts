import type { RepoPath } from '../model/stage.ts';
import { byCodePoints } from '../values/code-points.ts';
import type { DataEntry, DataState } from './data-entry.ts';

/** How one tracked path differs. `unknown` is a file of a folder of which one state is lost. */
export type DataChange =
  | { readonly how: 'added'; readonly now: DataEntry; readonly old?: DataEntry }
  | { readonly how: 'deleted'; readonly old: DataEntry; readonly now?: DataEntry }
  | { readonly how: 'modified' | 'renamed'; readonly old: DataEntry; readonly now: DataEntry }
  | { readonly how: 'unchanged' | 'unknown'; readonly old?: DataEntry; readonly now?: DataEntry };

/**
 * How two states differ, path by path in the order of their parts; what was taken away in one place and came in another with the same content is renamed.
 *
 * @param isByHash only contents count: what is tracked and has none on either side does not differ.
 */
export function dataChanges(old: DataState, now: DataState, isByHash: boolean): readonly DataChange[] {
  const paths = [...new Set([...old.entries.keys(), ...now.entries.keys()])].sort(byParts);
  const isLost = (at: RepoPath): boolean => lies(at, old.unknown) || lies(at, now.unknown);
  const changes = paths.map((at): DataChange => {
    const [before, after] = [old.entries.get(at), now.entries.get(at)];
    const both = {
      ...(before === undefined ? {} : { old: before }),
      ...(after === undefined ? {} : { now: after }),
    };
    return isLost(at) ? { how: 'unknown', ...both } : changeOf(before, after, isByHash);
  });
  return withRenames(changes);
}

function changeOf(old: DataEntry | undefined, now: DataEntry | undefined, isByHash: boolean): DataChange {
  const [before, after] = [old?.known, now?.known];
  const isThere = {
    old: isByHash ? before !== undefined : old !== undefined,
    now: isByHash ? after !== undefined : now !== undefined,
  };
  if (now !== undefined && !isThere.old && isThere.now)
    return { how: 'added', now, ...(old === undefined ? {} : { old }) };
  if (old !== undefined && isThere.old && !isThere.now)
    return { how: 'deleted', old, ...(now === undefined ? {} : { now }) };
  if (old !== undefined && now !== undefined && (before?.md5 !== after?.md5 || before?.hash !== after?.hash))
    return { how: 'modified', old, now };
  return { how: 'unchanged', ...(old === undefined ? {} : { old }), ...(now === undefined ? {} : { now }) };
}

/** Each of what was added takes the first of what was deleted with its content. */
function withRenames(changes: readonly DataChange[]): readonly DataChange[] {
  const deleted = new Map<string, DataChange[]>();
  for (const change of changes)
    if (change.how === 'deleted') {
      const key = contentKey(change.old);
      deleted.set(key, [...(deleted.get(key) ?? []), change]);
    }
  const taken = new Set<DataChange>();
  const found = changes.map((change): DataChange => {
    if (change.how !== 'added') return change;
    const match = change.now.known && deleted.get(contentKey(change.now))?.shift();
    if (match?.old === undefined) return change;
    taken.add(match);
    return { how: 'renamed', old: match.old, now: change.now };
  });
  return found.filter((change) => !taken.has(change));
}

function contentKey({ known }: DataEntry): string {
  return `${known?.hash ?? ''}:${known?.md5 ?? ''}`;
}

function lies(at: RepoPath, folders: ReadonlySet<RepoPath>): boolean {
  if (folders.size === 0) return false;
  for (let end = at.lastIndexOf('/'); end > 0; end = at.lastIndexOf('/', end - 1))
    if (folders.has(at.slice(0, end))) return true;
  return false;
}

/** Part by part: `a/b` before `a.b`. */
function byParts(a: RepoPath, b: RepoPath): number {
  return byCodePoints(a.replaceAll('/', '\u0000'), b.replaceAll('/', '\u0000'));
}
