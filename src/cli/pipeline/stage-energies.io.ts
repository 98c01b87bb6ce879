import { addressOf } from '../../pipeline/graph/address.ts';
import { runKey } from '../../pipeline/lock/run-key.io.ts';
import type { WrittenEstimate } from '../../units/estimate.ts';
import type { OpenProject } from './open-project.io.ts';

/** What it took to compute what each stage holds, J at the wall, by its name from where the user stands; stages that nobody measured are not in it. */
export function stageEnergies({ bench, graph }: OpenProject): ReadonlyMap<string, WrittenEstimate> {
  const found = new Map<string, WrittenEstimate>();
  for (const node of graph.nodes) {
    if (node.kind === 'data') continue;
    const entry = bench.locks.entry(node);
    if (!entry.ok || entry.value === undefined) continue;
    const record = bench.energy.find(node, runKey(entry.value));
    if (record !== undefined) found.set(addressOf(node, bench.project.from), record.energy.wall);
  }
  return found;
}
