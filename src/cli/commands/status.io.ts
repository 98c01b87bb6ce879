import { addressOf } from '../../pipeline/graph/address.ts';
import { orderOfWork } from '../../pipeline/graph/order-of-work.ts';
import { nodesNamed } from '../../pipeline/graph/targets.ts';
import type { Node } from '../../pipeline/model/stage.ts';
import { takeRepoLock } from '../../pipeline/project/repo-lock.io.ts';
import type { Changes } from '../../pipeline/status/changes.ts';
import { statusLines, statusOf } from '../../pipeline/status/status-text.ts';
import { err, ok, type Result } from '../../result.ts';
import type { CliContext } from '../context.ts';
import { type OpenProject, openProject } from '../pipeline/open-project.io.ts';
import { tellFrozen } from '../pipeline/tell-frozen.ts';
import type { STATUS } from '../spec/pipeline-specs.ts';
import type { InputOf } from '../spec/spec.ts';

type Input = InputOf<typeof STATUS>;

/** `joulebook status`: what of a DVC project is out of date, and why. */
export async function run(context: CliContext, input: Input): Promise<number> {
  if (isAboutRemote(input))
    return (await import('../pipeline/remote/cloud-status.io.ts')).cloudStatus(context, input);
  const opened = openProject(context);
  if (!opened.ok) return context.fail(opened.error);
  const { project, contents } = opened.value.bench;
  const lock = await takeRepoLock(context.host, project.root, project.config.hasHardlinkLock);
  if (!lock.ok) return context.fail(lock.error);
  const changes = inspect(context, opened.value, input);
  contents.save();
  lock.value.release();
  if (!changes.ok) return context.fail(changes.error);
  const status = statusOf(changes.value, project.from);
  const isChanged = Object.keys(status).length > 0;
  if (context.json) context.out(`${JSON.stringify(status)}\n`);
  else if (context.quiet) return isChanged ? 1 : 0;
  else if (isChanged) for (const line of statusLines(status)) context.out(`${line}\n`);
  else context.out(`${project.nodes.length === 0 ? EMPTY : 'Data and pipelines are up to date.'}\n`);
  return 0;
}

/** Also where only options of a remote are given: then it says that they mean nothing here. */
function isAboutRemote({ options }: Input): boolean {
  const { cloud, remote, jobs, allBranches, allTags, allCommits } = options;
  return cloud || remote !== undefined || jobs !== undefined || allBranches || allTags || allCommits;
}

const EMPTY = 'There are no data or pipelines tracked in this project yet.';

function inspect(
  context: CliContext,
  { bench, graph }: OpenProject,
  { options, arguments: { targets } }: Input,
): Result<ReadonlyMap<Node, Changes>> {
  const { from } = bench.project;
  const named =
    targets.length === 0
      ? ok(graph.nodes)
      : nodesNamed(graph.nodes, targets, { from, isRecursive: options.recursive });
  if (!named.ok) return named;
  const nodes = options.withDeps ? orderOfWork(graph, named.value, 'upstream') : named.value;
  const changes = new Map<Node, Changes>();
  for (const node of nodes) {
    if (node.kind === 'stage' && node.frozen)
      tellFrozen(context, addressOf(node, from), 'shown in the status output');
    const entry = node.kind === 'stage' ? bench.locks.entry(node) : ok(undefined);
    if (!entry.ok) return entry;
    const found = bench.inspector.changes(node, entry.value);
    if (!found.ok) return err(found.error);
    changes.set(node, found.value);
  }
  return ok(changes);
}
