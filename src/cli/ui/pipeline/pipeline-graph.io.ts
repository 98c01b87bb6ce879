import type { Host } from '../../../host/host.ts';
import { stageGraph } from '../../../pipeline/graph/stage-graph.ts';
import { runKey } from '../../../pipeline/lock/run-key.io.ts';
import { loadProjectParts } from '../../../pipeline/project/load-project.io.ts';
import { workbench } from '../../../pipeline/repro/workbench.io.ts';
import { err, ok, type Result } from '../../../result.ts';
import type { Told } from '../envelope-of.ts';
import { type LocatedTrouble, locatedTrouble } from './located-trouble.ts';
import { type NodeCard, nodeCard } from './node-card.ts';

/** The project as its files describe it. Where something in it is not understood, what is, with what is wrong with the rest. */
export interface PipelineGraph {
  /** Absolute path of the repository; null where the dashboard was not started in one. */
  readonly root: string | null;
  /** Where in it the dashboard was started: what names and paths are told from. */
  readonly from: string;
  readonly troubles: readonly LocatedTrouble[];
  readonly nodes: readonly NodeCard[];
}

/** Reads the project that the dashboard was started in, without looking at what its files hold. */
export function pipelineGraph(host: Host): Result<Told> {
  const parts = loadProjectParts(host);
  if (!parts.ok) {
    if (parts.error.code !== 'E_NO_REPO') return ok({ data: broken([parts.error]), warnings: [] });
    return ok({ data: { root: null, from: '', troubles: [], nodes: [] }, warnings: [] });
  }
  const { root, from, faults, nodes, warnings } = parts.value;
  const told = { root, from };
  const problems = faults.map((fault) => fault.problem);
  const graph = stageGraph(nodes, from);
  if (!graph.ok) return ok({ data: { ...broken([...problems, graph.error]), ...told }, warnings });
  const bench = workbench(host, parts.value, process.umask());
  const cards: NodeCard[] = [];
  for (const node of graph.value.nodes) {
    const entry = node.kind === 'stage' ? bench.locks.entry(node) : ok(undefined);
    if (!entry.ok) return err(entry.error);
    const record =
      node.kind === 'stage' && entry.value !== undefined
        ? bench.energy.find(node, runKey(entry.value))
        : undefined;
    cards.push(nodeCard(node, graph.value, entry.value, record, from));
  }
  const data: PipelineGraph = { ...told, troubles: problems.map(locatedTrouble), nodes: cards };
  return ok({ data, warnings });
}

function broken(problems: readonly Parameters<typeof locatedTrouble>[0][]): PipelineGraph {
  return { root: null, from: '', troubles: problems.map(locatedTrouble), nodes: [] };
}
