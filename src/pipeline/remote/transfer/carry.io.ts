import type { Problem } from '../../../errors.ts';
import type { Host } from '../../../host/host.ts';
import { ok, type Result } from '../../../result.ts';
import type { ObjectStore } from '../../cache/object-store.io.ts';
import type { PipelineConfig } from '../../project/config.ts';
import { type OpenRemote, openRemote } from '../open-remote.io.ts';
import type { Cargo, Direction } from './cargo.ts';
import { fetchObjects } from './fetch.io.ts';
import { missingProblem, push } from './push.io.ts';
import type { Root } from './roots.ts';
import { fetchSideFiles, fetchSideFolder, pushSideFiles, pushSideFolder } from './side-files.io.ts';
import type { TransferWatch } from './transfer-watch.ts';

/** What a transfer needs of a workbench. */
export interface CarryBench {
  readonly host: Host;
  readonly project: { readonly config: PipelineConfig };
  readonly store: ObjectStore;
}

/** How a transfer is made. */
export interface CarryOptions {
  /** The remote that the user named. */
  readonly remote?: string;
  readonly jobs?: number;
  /** Whether all results of work go along (DVC's run-cache), and what they took. */
  readonly withRunCache: boolean;
  readonly watch: TransferWatch;
}

/** What a transfer has come to. */
export interface Carried {
  /** Objects and results of work. */
  readonly count: number;
  /** Records of energy. */
  readonly records: number;
  readonly failures: readonly Problem[];
}

const WAYS = {
  push: { objects: push, folder: pushSideFolder, files: pushSideFiles },
  fetch: { objects: fetchObjects, folder: fetchSideFolder, files: fetchSideFiles },
} as const;

/**
 * Brings a cargo to the remotes that it belongs to, or from them into the cache. The remote that was named, or the default one, comes first: it has
 * what belongs to no output.
 */
export async function carry(
  bench: CarryBench,
  cargo: Cargo,
  direction: Direction,
  options: CarryOptions,
): Promise<Result<Carried>> {
  const { host, project } = bench;
  let [count, records] = [0, 0];
  const failures: Problem[] = [];
  for (const [name, roots] of byRemote(cargo.roots, options)) {
    const opened = await openRemote(host, project.config, name, options.jobs);
    if (!opened.ok) return opened;
    const { store } = opened.value;
    try {
      const sides =
        name === options.remote ? await carrySides(bench, cargo, direction, options, opened.value) : ok(NONE);
      if (!sides.ok) return sides;
      const setting = { store: bench.store, remote: store, jobs: opened.value.jobs, watch: options.watch };
      const sent = await WAYS[direction].objects(setting, roots);
      if (!sent.ok) return sent;
      count += sent.value.count + sides.value.runs;
      records += sides.value.records;
      failures.push(...sides.value.failures, ...sent.value.failures);
      const lost = missingProblem(sent.value.missing, store.shown);
      // What nobody has cannot be sent; as DVC, the rest counts as done.
      if (lost !== undefined && direction === 'push') options.watch.warn(lost);
      else if (lost !== undefined) failures.push(lost);
    } finally {
      await store.close();
    }
  }
  return ok({ count, records, failures });
}

interface Sides {
  readonly runs: number;
  readonly records: number;
  readonly failures: readonly Problem[];
}

const NONE: Sides = { runs: 0, records: 0, failures: [] };

/** Results of work and what it took. */
async function carrySides(
  { project }: CarryBench,
  { energy }: Cargo,
  direction: Direction,
  { withRunCache, watch }: CarryOptions,
  remote: OpenRemote,
): Promise<Result<Sides>> {
  const { folder, files } = WAYS[direction];
  const setting = { cacheDir: project.config.cacheDir, remote: remote.store, jobs: remote.jobs, watch };
  if (!withRunCache) {
    const records = await files(setting, energy);
    return records.ok
      ? ok({ ...NONE, records: records.value.count, failures: records.value.failures })
      : records;
  }
  const runs = await folder(setting, 'runs/');
  if (!runs.ok) return runs;
  const records = await folder(setting, 'energy/');
  if (!records.ok) return records;
  return ok({
    runs: runs.value.count,
    records: records.value.count,
    failures: [...runs.value.failures, ...records.value.failures],
  });
}

/** What goes to or comes from which remote, by its name; undefined is the default one. */
function byRemote(
  roots: readonly Root[],
  { remote: named, withRunCache }: CarryOptions,
): ReadonlyMap<string | undefined, readonly Root[]> {
  const grouped = new Map<string | undefined, Root[]>();
  const isMainUsed = withRunCache || named !== undefined || roots.every(({ remote }) => remote === undefined);
  if (isMainUsed) grouped.set(named, []);
  for (const root of roots) {
    const remote = named ?? root.remote;
    const others = grouped.get(remote);
    if (others === undefined) grouped.set(remote, [root]);
    else others.push(root);
  }
  return grouped;
}
