import type { WrittenEstimate } from '../../units/estimate.ts';
import { EnergyFiles } from '../energy/energy-files.io.ts';
import { runKey } from '../lock/run-key.io.ts';
import type { RepoPath } from '../model/stage.ts';
import type { Revisions } from '../revision/revisions.io.ts';
import type { Snapshot } from '../revision/snapshot.ts';

/** What it took to compute each file of metrics, J at the wall: that of the stage that wrote it, as its dvc.lock says. Stages that nobody measured are not in it. */
export function metricEnergies(
  { standpoint, store }: Revisions,
  { nodes, lockOf }: Snapshot,
): ReadonlyMap<RepoPath, WrittenEstimate> {
  const files = new EnergyFiles(standpoint.root, store.dir);
  const found = new Map<RepoPath, WrittenEstimate>();
  for (const node of nodes) {
    const metrics = node.outs.filter(({ kind }) => kind === 'metric');
    if (node.kind === 'data' || metrics.length === 0) continue;
    const lock = lockOf(node.file);
    const entry = lock.ok ? lock.value.entries.get(node.name) : undefined;
    const record = entry && files.find(node, runKey(entry));
    if (record !== undefined) for (const { at } of metrics) found.set(at, record.energy.wall);
  }
  return found;
}
