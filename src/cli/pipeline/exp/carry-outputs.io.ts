import type { Experiment } from '../../../pipeline/exp/exp-ref.ts';
import { runKey } from '../../../pipeline/lock/run-key.io.ts';
import type { LockEntry } from '../../../pipeline/model/lock-entry.ts';
import type { Stage } from '../../../pipeline/model/stage.ts';
import { type Carried, carry } from '../../../pipeline/remote/transfer/carry.io.ts';
import { type Cargo, cargoOf, type Direction, joined } from '../../../pipeline/remote/transfer/cargo.ts';
import { Revisions } from '../../../pipeline/revision/revisions.io.ts';
import type { Snapshot } from '../../../pipeline/revision/snapshot.ts';
import { err, ok, type Result } from '../../../result.ts';
import type { CliContext } from '../../context.ts';
import { TransferProgress } from '../remote/transfer-progress.ts';

/** How outputs of experiments travel. */
export interface CarryAsked {
  readonly remote: string | undefined;
  readonly jobs: number | undefined;
  readonly runCache: boolean;
}

/** Brings the outputs of experiments to a DVC remote, or from one into the cache, with the records of what they took. */
export async function carryOutputs(
  context: CliContext,
  experiments: readonly Experiment[],
  direction: Direction,
  { remote, jobs, runCache }: CarryAsked,
): Promise<Result<Carried>> {
  if (experiments.length === 0) return ok({ count: 0, records: 0, failures: [] });
  const revisions = Revisions.open(context.host);
  if (!revisions.ok) return revisions;
  const { config, store, standpoint } = revisions.value;
  const snapshots = revisions.value.named(experiments.map(({ rev }) => rev));
  if (!snapshots.ok) return snapshots;
  const cargoes: Cargo[] = [];
  for (const snapshot of snapshots.value.values()) {
    const cargo = snapshot.ok ? cargoAt(snapshot.value, standpoint.from, direction, remote) : snapshot;
    if (!cargo.ok) return err(cargo.error);
    cargoes.push(cargo.value);
  }
  const progress = new TransferProgress(context, direction === 'push' ? 'Pushing' : 'Fetching');
  const all = joined(cargoes);
  for (const warning of all.warnings) context.warn(warning);
  const carried = await carry({ host: context.host, project: { config }, store }, all, direction, {
    ...(remote === undefined ? {} : { remote }),
    ...(jobs === undefined ? {} : { jobs }),
    withRunCache: runCache,
    watch: progress,
  });
  progress.clear();
  return carried;
}

function cargoAt(
  { nodes, lockOf }: Snapshot,
  from: string,
  direction: Direction,
  remote: string | undefined,
): Result<Cargo> {
  const entries = new Map<Stage, LockEntry>();
  for (const node of nodes) {
    if (node.kind !== 'stage') continue;
    const lock = lockOf(node.file);
    if (!lock.ok) return lock;
    const entry = lock.value.entries.get(node.name);
    if (entry !== undefined) entries.set(node, entry);
  }
  const options = {
    from,
    entryOf: (stage: Stage) => entries.get(stage),
    paths: [],
    isPush: direction === 'push',
    ...(remote === undefined ? {} : { remote: remote.toLowerCase() }),
  };
  return ok(
    cargoOf(
      nodes.map((node) => ({ node })),
      options,
      runKey,
    ),
  );
}
