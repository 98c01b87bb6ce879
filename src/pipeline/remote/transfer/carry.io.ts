import type { Problem } from '../../../errors.ts';
import { ok, type Result } from '../../../result.ts';
import type { OpenRemote } from '../open-remote.io.ts';
import type { Cargo, Direction } from './cargo.ts';
import { type CarryBench, eachRemote, type RemoteChoice } from './each-remote.io.ts';
import { fetchObjects } from './fetch.io.ts';
import { missingProblem, push } from './push.io.ts';
import { fetchSideFiles, fetchSideFolder, pushSideFiles, pushSideFolder } from './side-files.io.ts';
import type { TransferWatch } from './transfer-watch.ts';

/** How a transfer is made. */
export interface CarryOptions extends RemoteChoice {
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
  let [count, records] = [0, 0];
  const failures: Problem[] = [];
  const done = await eachRemote(bench, cargo.roots, options, async (opened, roots, isMain) => {
    const sides = isMain ? await carrySides(bench, cargo, direction, options, opened) : ok(NONE);
    if (!sides.ok) return sides;
    const setting = { store: bench.store, remote: opened.store, jobs: opened.jobs, watch: options.watch };
    const sent = await WAYS[direction].objects(setting, roots);
    if (!sent.ok) return sent;
    count += sent.value.count + sides.value.runs;
    records += sides.value.records;
    failures.push(...sides.value.failures, ...sent.value.failures);
    const lost = missingProblem(sent.value.missing, opened.store.shown);
    // What nobody has cannot be sent; as DVC, the rest counts as done.
    if (lost !== undefined && direction === 'push') options.watch.warn(lost);
    else if (lost !== undefined) failures.push(lost);
    return ok(true);
  });
  return done.ok ? ok({ count, records, failures }) : done;
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
