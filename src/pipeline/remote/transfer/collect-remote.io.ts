import { ok, type Result } from '../../../result.ts';
import type { CacheName } from '../../cache/collect-garbage.io.ts';
import type { ObjectStore } from '../../cache/object-store.io.ts';
import { isFolder } from '../../model/hashed.ts';
import { recordedOuts } from '../../revision/recorded-outs.ts';
import type { Snapshot } from '../../revision/snapshot.ts';
import { keyOfObject, objectOfKey } from '../object-key.ts';
import type { RemoteStore } from '../remote-store.ts';
import { fetchObject } from './fetch.io.ts';
import { pool } from './pool.ts';

/** Names of objects that are in use, those of folders with `.dir`. */
export type UsedNames = Readonly<Record<CacheName, ReadonlySet<string>>>;

/**
 * Fetches the lists of folders that states of a project use and the cache lacks: without them it is not known which files the folders use. One that
 * cannot be had stays away.
 */
export async function fetchUsedLists(
  {
    remote,
    store,
    jobs,
  }: { readonly remote: RemoteStore; readonly store: ObjectStore; readonly jobs: number },
  snapshots: Iterable<Result<Snapshot>>,
): Promise<void> {
  const lists = new Map<string, Parameters<typeof fetchObject>[2]>();
  for (const snapshot of snapshots) {
    const outs = snapshot.ok ? recordedOuts(snapshot.value) : snapshot;
    if (!outs.ok) continue; // told of by whoever needs it
    for (const { out, known } of outs.value)
      if (known !== undefined && out.cache && isFolder(known) && !store.hasOne(known))
        lists.set(known.md5, { ...known, key: keyOfObject(known), at: out.at });
  }
  await pool(lists.values(), jobs, async (list) => {
    await fetchObject(remote, store, list);
    return true;
  });
}

/** Those of the used objects that a remote lacks. */
export async function notInRemote(remote: RemoteStore, used: UsedNames): Promise<Result<UsedNames>> {
  const left: Record<CacheName, Set<string>> = { repo: new Set(), legacy: new Set() };
  for (const name of ['repo', 'legacy'] as const) {
    const keys = new Map([...used[name]].map((md5) => [keyOf(name, md5), md5]));
    const there = keys.size === 0 ? ok(new Set<string>()) : await remote.existing([...keys.keys()]);
    if (!there.ok) return there;
    for (const [key, md5] of keys) if (!there.value.has(key)) left[name].add(md5);
  }
  return ok(left);
}

/**
 * Removes the objects of a remote that nothing uses: those of folders first, so that a folder never stays without its files. Results of work and records
 * of energy stay.
 *
 * @param dry is told of each instead of its being removed.
 * @returns how many of DVC 3 and of DVC 2.x.
 */
export async function collectRemote(
  remote: RemoteStore,
  used: UsedNames,
  dry?: (shown: string) => void,
): Promise<Result<Readonly<Record<CacheName, number>>>> {
  const listed = await remote.list('');
  if (!listed.ok) return listed;
  const removed = { repo: 0, legacy: 0 };
  for (const name of ['repo', 'legacy'] as const)
    for (const wantsFolders of [true, false]) {
      const keys = listed.value.flatMap(({ key }) => {
        const object = objectOfKey(key);
        const isOfCache = object !== undefined && (object.hash === undefined) === (name === 'legacy');
        return isOfCache && object.md5.endsWith('.dir') === wantsFolders && !used[name].has(object.md5)
          ? [key]
          : [];
      });
      removed[name] += keys.length;
      if (dry !== undefined) for (const key of keys) dry(`${remote.shown}/${key}`);
      else if (keys.length > 0) {
        const done = await remote.remove(keys);
        if (!done.ok) return done;
      }
    }
  return ok(removed);
}

function keyOf(name: CacheName, md5: string): string {
  return keyOfObject(name === 'repo' ? { md5, hash: 'md5' } : { md5 });
}
