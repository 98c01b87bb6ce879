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
  const entriesOf = (its: readonly Root[]): readonly Entry[] => {
    const entries = new Map(
      its.flatMap((root) => entriesIn(root, isDeep, store)).map((one) => [one.at, one]),
    );
    const wanted = below({ entries, unknown: new Set() }, targets).entries.keys();
    return [...wanted].flatMap((at) => entries.get(at) ?? []);
  };
  // Where nothing says which remote it belongs in, it is in none: DVC says so too.
  const hasMain = (named ?? config.defaultRemote) !== undefined;
  const [placed, homeless] = hasMain
    ? [roots.value, []]
    : [
        roots.value.filter(({ remote }) => remote !== undefined),
        roots.value.filter(({ remote }) => remote === undefined),
      ];
  for (const entry of entriesOf(homeless)) lacking.push(dataPath(entry));
  if (placed.length === 0 && !hasMain) return ok(lacking.sort(byCodePoints));
  const choice = { withRunCache: false, ...(named === undefined ? {} : { remote: named.toLowerCase() }) };
  const asked = await eachRemote({ host, project: { config }, store }, placed, choice, async (to, its) => {
    if (isDeep) await fetchLists({ store, remote: to.store, jobs: to.jobs, watch }, its);
    const wanted = entriesOf(its);
    const keys = wanted.map(({ key }) => key);
    const there = keys.length === 0 ? ok(new Set<string>()) : await to.store.existing(keys);
    if (!there.ok) return there;
    for (const entry of wanted) if (!there.value.has(entry.key)) lacking.push(dataPath(entry));
    return ok(true);
  });
  watch.clear();
  return asked.ok ? ok(lacking.sort(byCodePoints)) : asked;
}

/** A file or folder, and under which name a remote would hold it. */
type Entry = DataEntry & { readonly key: string };

/** An output, and the files in it where they are asked for. */
function entriesIn({ at, hashed }: Root, isDeep: boolean, store: Revisions['store']): readonly Entry[] {
  const own = { at, isFolder: isFolder(hashed), key: keyOfObject(hashed) };
  if (!isDeep || !isFolder(hashed) || !store.hasOne(hashed)) return [own];
  const files = [...store.files(hashed)].map(({ relpath, md5 }): Entry => {
    const file = `${at}/${relpath}`;
    return { at: file, isFolder: false, key: keyOfObject({ ...hashed, md5 }) };
  });
  return [own, ...files];
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
