import { err, ok, type Result } from '../../../result.ts';
import type { RepoPath } from '../../model/stage.ts';
import { fetchLists } from './fetch.io.ts';
import type { TransferSetting } from './push.io.ts';
import type { Root } from './roots.ts';
import { objectOf, wantedOf } from './wanted.io.ts';

/** Where an object is that is not in both places: only here, only there, in neither. */
export type Difference = 'new' | 'deleted' | 'missing';

/** What differs between the cache and a remote, by what it is the content of, sorted. */
export async function compareObjects(
  setting: TransferSetting,
  roots: readonly Root[],
): Promise<Result<ReadonlyMap<RepoPath, Difference>>> {
  const { store, remote } = setting;
  const { failures } = await fetchLists(setting, roots);
  const [failed] = failures;
  if (failed !== undefined) return err(failed);
  const { files, folders, unread } = wantedOf(roots, store);
  const lists = [...folders.map(({ object }) => object), ...unread.map(objectOf)];
  const all = [...lists, ...files.values()].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const there = all.length === 0 ? ok(new Set<string>()) : await remote.existing(all.map(({ key }) => key));
  if (!there.ok) return there;
  const differences = new Map<RepoPath, Difference>();
  for (const object of all) {
    const [here, away] = [store.hasOne(object), there.value.has(object.key)];
    if (here !== away) differences.set(object.at, here ? 'new' : 'deleted');
    else if (!here) differences.set(object.at, 'missing');
  }
  return ok(differences);
}
