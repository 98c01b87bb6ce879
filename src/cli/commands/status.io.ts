import type { Problem } from '../../errors.ts';
import { addressOf } from '../../pipeline/graph/address.ts';
import { orderOfWork } from '../../pipeline/graph/order-of-work.ts';
import { stageGraph } from '../../pipeline/graph/stage-graph.ts';
import { nodesNamed, pathFrom } from '../../pipeline/graph/targets.ts';
import type { Node, RepoPath } from '../../pipeline/model/stage.ts';
import { loadNamed, loadProject } from '../../pipeline/project/load-project.io.ts';
import { takeRepoLock } from '../../pipeline/project/repo-lock.io.ts';
import { forecast } from '../../pipeline/repro/forecast.io.ts';
import { type Workbench, workbench } from '../../pipeline/repro/workbench.io.ts';
import type { Changes } from '../../pipeline/status/changes.ts';
import { statusLines, statusOf } from '../../pipeline/status/status-text.ts';
import { jsonInOrder } from '../../pipeline/values/json-text.ts';
import { err, ok, type Result } from '../../result.ts';
import type { CliContext } from '../context.ts';
import { lookOf } from '../open-cli-book.io.ts';
import { aloneFor } from '../pipeline/alone-for.ts';
import { forecastLines } from '../pipeline/forecast-text.ts';
import { tellFrozen } from '../pipeline/tell-frozen.ts';
import { tellLints } from '../pipeline/tell-lints.io.ts';
import type { STATUS } from '../spec/pipeline-specs.ts';
import type { InputOf } from '../spec/spec.ts';
import { printOptions } from '../views/look.ts';

type Input = InputOf<typeof STATUS>;

/** `joulebook status`: what of a DVC project is out of date, and why. */
export async function run(context: CliContext, input: Input): Promise<number> {
  if (isAboutRemote(input))
    return (await import('../pipeline/remote/cloud-status.io.ts')).cloudStatus(context, input);
  const alone = aloneFor(input.arguments.targets, input.options);
  const project = alone === undefined ? loadProject(context.host) : loadNamed(context.host, alone);
  if (!project.ok) return fail(context, project.error);
  for (const warning of project.value.warnings) context.warn(warning);
  const { root, config, from } = project.value;
  const bench = workbench(context.host, project.value, process.umask());
  const lock = await takeRepoLock(context.host, root, config.hasHardlinkLock);
  if (!lock.ok) return context.fail(lock.error);
  const found = inspect(context, bench, input);
  bench.contents.save();
  lock.value.release();
  if (!found.ok) return fail(context, found.error);
  const { changes, outlook } = found.value;
  const status = statusOf(changes, from);
  if (context.json) {
    context.out(`${jsonInOrder(status)}\n`);
    if (status.size > 0) tellLints(context, project.value);
  } else if (context.quiet) return status.size > 0 ? 1 : 0;
  else if (status.size > 0) {
    for (const line of statusLines(status)) context.out(`${line}\n`);
    for (const line of outlook) context.err(`${line}\n`);
    tellLints(context, project.value);
  } else context.out(`${project.value.nodes.length === 0 ? EMPTY : 'Data and pipelines are up to date.'}\n`);
  return 0;
}

/** Also where only options of a remote are given: then it says that they mean nothing here. */
function isAboutRemote({ options }: Input): boolean {
  const { cloud, remote, jobs, allBranches, allTags, allCommits } = options;
  return cloud || remote !== undefined || jobs !== undefined || allBranches || allTags || allCommits;
}

const EMPTY = 'There are no data or pipelines tracked in this project yet.';

/** DVC's `status` ends with 1 where its other commands end with 255. */
function fail(context: CliContext, problem: Problem): number {
  const code = context.fail(problem);
  return code === 255 ? 1 : code;
}

/** What the status tells: how each node differs, and what it would take to bring them up to date. */
interface Found {
  readonly changes: ReadonlyMap<Node, Changes>;
  readonly outlook: readonly string[];
}

function inspect(
  context: CliContext,
  bench: Workbench,
  { options, arguments: { targets } }: Input,
): Result<Found> {
  const { from, nodes: all } = bench.project;
  const graph = stageGraph(all, from);
  const named =
    targets.length === 0 ? ok(all) : nodesNamed(all, targets, { from, isRecursive: options.recursive });
  if (!named.ok) return named;
  if (!graph.ok && options.withDeps) return graph;
  // Stages that contradict each other cannot be run; how they differ can be told all the same.
  if (!graph.ok) context.warn(graph.error);
  const nodes =
    graph.ok && options.withDeps ? orderOfWork(graph.value, named.value, 'upstream') : named.value;
  const changes = new Map<Node, Changes>();
  for (const node of nodes) {
    if (node.kind === 'stage' && node.frozen)
      tellFrozen(context, addressOf(node, from), 'shown in the status output');
    const entry = node.kind === 'stage' ? bench.locks.entry(node) : ok(undefined);
    if (!entry.ok) return entry;
    const found = bench.inspector.changes(node, entry.value);
    if (!found.ok) return err(found.error);
    changes.set(node, ofTargets(node, found.value, targets, from));
  }
  const isClean = statusOf(changes, from).size === 0;
  if (!graph.ok || context.json || context.quiet || isClean) return ok({ changes, outlook: [] });
  const plan = orderOfWork(graph.value, nodes, 'upstream');
  const foreseen = forecast(bench, graph.value, plan, {
    force: false,
    allowMissing: false,
    noRunCache: false,
  });
  const print = printOptions(lookOf(context, {}));
  return ok({ changes, outlook: foreseen.ok ? forecastLines(foreseen.value, from, print) : [] });
}

/** Where an output is named, the others of its stage are not looked at. */
function ofTargets(node: Node, changes: Changes, targets: readonly string[], from: RepoPath): Changes {
  const named = targets.map((target) => pathFrom(from, target));
  const outs = node.outs.filter(({ at }) => named.some((path) => path === at || path.startsWith(`${at}/`)));
  const isWhole = outs.length === 0 || targets.includes(addressOf(node, from));
  return isWhole
    ? changes
    : { ...changes, outs: changes.outs.filter(({ item }) => outs.some(({ at }) => at === item.at)) };
}
