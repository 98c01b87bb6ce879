import type { Host } from '../../../host/host.ts';
import { addressOf } from '../../../pipeline/graph/address.ts';
import { orderOfWork } from '../../../pipeline/graph/order-of-work.ts';
import { stageGraph } from '../../../pipeline/graph/stage-graph.ts';
import { loadProjectParts } from '../../../pipeline/project/load-project.io.ts';
import { takeRepoLock } from '../../../pipeline/project/repo-lock.io.ts';
import { forecast } from '../../../pipeline/repro/forecast.io.ts';
import { workbench } from '../../../pipeline/repro/workbench.io.ts';
import { statusLines, statusOf } from '../../../pipeline/status/status-text.ts';
import { ok, type Result } from '../../../result.ts';
import { written } from '../../../units/estimate.ts';
import type { Told } from '../envelope-of.ts';

/** How long it waits for a `repro` or a DVC that holds the project, s: a page can ask again. */
const PATIENCE_S = 1;

/** As `joulebook status` and `joulebook repro --dry` see the stages now. Every file that changed since is read for it. */
export async function pipelineStates(host: Host): Promise<Result<Told>> {
  const project = loadProjectParts(host);
  if (!project.ok) return project;
  const { root, config, from, nodes } = project.value;
  const graph = stageGraph(nodes, from);
  if (!graph.ok) return graph;
  const bench = workbench(host, project.value, process.umask());
  const lock = await takeRepoLock(host, root, config.hasHardlinkLock, PATIENCE_S);
  if (!lock.ok) return lock;
  const plan = orderOfWork(graph.value, nodes, 'upstream');
  const foreseen = forecast(bench, graph.value, plan, {
    force: false,
    allowMissing: false,
    noRunCache: false,
  });
  bench.contents.save();
  lock.value.release();
  if (!foreseen.ok) return foreseen;
  const { sure, maybe, withoutRecord } = foreseen.value;
  const states = foreseen.value.nodes.map(({ node, outlook, isStale, changes, last }) => ({
    name: addressOf(node, from),
    outlook,
    isStale,
    why: statusLines(statusOf(new Map([[node, changes]]), from))
      .slice(1)
      .map((line) => line.trim().replace(/\s+/g, ' ')),
    last: last === undefined ? null : { energy: last.energy.wall, run: last.run },
  }));
  const data = {
    states,
    sure: written(sure, 'J'),
    maybe: written(maybe, 'J'),
    withoutRecord: withoutRecord.map((stage) => addressOf(stage, from)),
  };
  return ok({ data, warnings: [] });
}
