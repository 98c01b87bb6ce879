import type { ObjectStore } from '../../../pipeline/cache/object-store.io.ts';
import { isFolder } from '../../../pipeline/model/hashed.ts';
import type { PipelineConfig } from '../../../pipeline/project/config.ts';
import type { Root } from '../../../pipeline/remote/transfer/roots.ts';

/**
 * Whether nothing says where a fetch would come from, and the cache lacks nothing: as for DVC that is no failure. Where something is lacking it is one
 * here, whereas DVC's `fetch` says that everything is up to date.
 */
export function isNothingToFetch(
  { defaultRemote }: Pick<PipelineConfig, 'defaultRemote'>,
  store: ObjectStore,
  roots: readonly Root[],
  remote: string | undefined,
): boolean {
  if (remote !== undefined || defaultRemote !== undefined) return false;
  return roots.every((root) => root.remote === undefined && isWhole(store, root));
}

function isWhole(store: ObjectStore, { hashed }: Root): boolean {
  if (!store.hasOne(hashed)) return false;
  if (!isFolder(hashed)) return true;
  for (const { md5 } of store.files(hashed)) if (!store.hasOne({ ...hashed, md5 })) return false;
  return true;
}
