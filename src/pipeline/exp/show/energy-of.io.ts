import { sum } from '../../../units/arithmetic.ts';
import { fromWritten } from '../../../units/estimate.ts';
import { besideOf, type EnergyFiles } from '../../energy/energy-files.io.ts';
import { parseStageRecords } from '../../energy/stage-record-text.ts';
import type { StageRecord } from '../../energy/stage-record.ts';
import { runKey } from '../../lock/run-key.io.ts';
import type { RepoPath } from '../../model/stage.ts';
import { type Snapshot, textAt } from '../../revision/snapshot.ts';
import type { StateEnergy } from './exp-state.ts';

/**
 * What it took to compute all stages of a state once: from the records that it carries along beside its dvc.lock, else from the cache.
 *
 * @returns undefined where nothing was measured.
 */
export function energyOf({ nodes, tree, lockOf }: Snapshot, cached: EnergyFiles): StateEnergy | undefined {
  const beside = new Map<RepoPath, ReadonlyMap<string, StageRecord>>();
  const found: StageRecord[] = [];
  const withoutRecord: string[] = [];
  for (const node of nodes) {
    if (node.kind === 'data') continue;
    const lock = lockOf(node.file);
    const entry = lock.ok ? lock.value.entries.get(node.name) : undefined;
    if (entry === undefined) continue;
    let records = beside.get(node.file);
    if (records === undefined) {
      records = parseStageRecords(textAt(tree, besideOf(node.file)) ?? '');
      beside.set(node.file, records);
    }
    const key = runKey(entry);
    const known = records.get(node.name);
    const record = known?.key === key.key && known.value === key.value ? known : cached.find(node, key);
    if (record === undefined) withoutRecord.push(node.name);
    else found.push(record);
  }
  if (found.length === 0) return undefined;
  return {
    wall: sum(found.map(({ energy }) => fromWritten(energy.wall))),
    carbon: sum(found.map(({ carbon }) => fromWritten(carbon))),
    withoutRecord,
  };
}
