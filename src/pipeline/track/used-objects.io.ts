import { type Problem, problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import type { CacheName } from '../cache/collect-garbage.io.ts';
import type { ObjectStore } from '../cache/object-store.io.ts';
import { isFolder } from '../model/hashed.ts';
import { recordedOuts } from '../revision/recorded-outs.ts';
import type { Snapshot } from '../revision/snapshot.ts';

/** What states of a project use. */
export interface UsedObjects {
  /** Names of objects, those of folders with `.dir`. */
  readonly used: Readonly<Record<CacheName, ReadonlySet<string>>>;
  /** Folders whose list the cache does not hold: it is not known which files they use. */
  readonly unread: readonly Problem[];
}

/** The objects that states of a project use; a problem where one of them is not understood. */
export function usedObjects(store: ObjectStore, snapshots: Iterable<Result<Snapshot>>): Result<UsedObjects> {
  const used = { repo: new Set<string>(), legacy: new Set<string>() };
  const unread = new Map<string, Problem>();
  for (const snapshot of snapshots) {
    if (!snapshot.ok) return snapshot;
    const outs = recordedOuts(snapshot.value);
    if (!outs.ok) return err(outs.error);
    for (const { out, known } of outs.value) {
      if (known === undefined || !out.cache) continue;
      const names = known.hash === undefined ? used.legacy : used.repo;
      if (names.has(known.md5)) continue;
      names.add(known.md5);
      if (!isFolder(known)) continue;
      if (!store.hasOne(known)) unread.set(known.md5, unreadFolder(out.at));
      else for (const { md5 } of store.files(known)) names.add(md5);
    }
  }
  return ok({ used, unread: [...unread.values()] });
}

function unreadFolder(at: string): Problem {
  return problem(
    'E_CACHE',
    `Missing cache for directory '${at}'. Cache for files inside will be lost. Use \`-f\` to force.`,
    'the cache does not hold the list of its files',
    'pull it first (`joulebook pull`), or go on with -f',
  );
}
