import { below } from '../../../pipeline/data-diff/data-states.io.ts';
import { dataPath, type DataEntry } from '../../../pipeline/data-diff/data-entry.ts';
import { isFolder } from '../../../pipeline/model/hashed.ts';
import type { RepoPath } from '../../../pipeline/model/stage.ts';
import { keyOfObject } from '../../../pipeline/remote/object-key.ts';
import { eachRemote } from '../../../pipeline/remote/transfer/each-remote.io.ts';
import { fetchLists } from '../../../pipeline/remote/transfer/fetch.io.ts';
import type { Root } from '../../../pipeline/remote/transfer/roots.ts';
import { recordedOuts } from '../../../pipeline/revision/recorded-outs.ts';
import type { Revisions } from '../../../pipeline/revision/revisions.io.ts';
import type { Snapshot } from '../../../pipeline/revision/snapshot.ts';
import { byCodePoints } from '../../../pipeline/values/code-points.ts';
import { ok, type Result } from '../../../result.ts';
import type { CliContext } from '../../context.ts';
import { TransferProgress } from './transfer-progress.ts';

/** What is looked for in a remote. */
export interface RemoteQuestion {
  /** Only what lies at or below these, where there are any. */
  readonly targets: readonly RepoPath[];
  /** The files of folders too. */
  readonly isDeep: boolean;
  /** The one that the user named. */
  readonly remote?: string;
}

/** What of the recorded data a push would send, because the remote that it belongs in does not hold it; paths, sorted. */
export async function notInRemote(
  context: CliContext,
  { host, config, store }: Revisions,
  snapshot: Snapshot,
  { targets, isDeep, remote: named }: RemoteQuestion,
): Promise<Result<readonly string[]>> {
  const roots = pushable(snapshot);
  if (!roots.ok) return roots;
  const watch = new TransferProgress(context, 'Comparing');
  const lacking: string[] = [];
  const choice = { withRunCache: false, ...(named === undefined ? {} : { remote: named.toLowerCase() }) };
  const asked = await eachRemote(
    { host, project: { config }, store },
    roots.value,
    choice,
    async (to, its) => {
      if (isDeep) await fetchLists({ store, remote: to.store, jobs: to.jobs, watch }, its);
      const entries = new Map<RepoPath, DataEntry & { readonly key: string }>();
      for (const { at, hashed } of its) {
        entries.set(at, { at, isFolder: isFolder(hashed), key: keyOfObject(hashed) });
        if (!isDeep || !isFolder(hashed) || !store.hasOne(hashed)) continue;
        for (const { relpath, md5 } of store.files(hashed)) {
          const file = `${at}/${relpath}`;
          entries.set(file, { at: file, isFolder: false, key: keyOfObject({ ...hashed, md5 }) });
        }
      }
      const wanted = [...below({ entries, unknown: new Set() }, targets).entries.keys()];
      const keys = wanted.flatMap((at) => entries.get(at)?.key ?? []);
      const there = keys.length === 0 ? ok(new Set<string>()) : await to.store.existing(keys);
      if (!there.ok) return there;
      for (const at of wanted) {
        const entry = entries.get(at);
        if (entry !== undefined && !there.value.has(entry.key)) lacking.push(dataPath(entry));
      }
      return ok(true);
    },
  );
  watch.clear();
  return asked.ok ? ok(lacking.sort(byCodePoints)) : asked;
}

/** The outputs that `push` takes, whatever it is told. */
function pushable(snapshot: Snapshot): Result<readonly Root[]> {
  const outs = recordedOuts(snapshot);
  if (!outs.ok) return outs;
  return ok(
    outs.value.flatMap(({ node, out, known }) => {
      const isOurs = out.cache && !out.at.startsWith('/') && !out.at.includes('://');
      const isPushed = out.push && !(node.kind === 'data' && node.isImport);
      if (known === undefined || !isOurs || !isPushed) return [];
      const remote = out.remote?.toLowerCase();
      return [{ at: out.at, hashed: known, ...(remote === undefined ? {} : { remote }) }];
    }),
  );
}
