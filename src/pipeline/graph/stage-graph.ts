import { type Problem, problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import type { Node, RepoPath } from '../model/stage.ts';
import { addressOf } from './address.ts';
import { findCycle } from './find-cycle.ts';
import { type Made, outputsTree } from './outputs-tree.ts';
import type { PathTree } from './path-tree.ts';

/** Who needs whom: the stages and data sources of a project, joined by the files that they make and read. */
export interface StageGraph {
  /** In the order in which they stand in their files. */
  readonly nodes: readonly Node[];
  /** Who makes what a node reads, in the order of its dependencies. */
  readonly upstream: ReadonlyMap<Node, readonly Node[]>;
  /** Who reads what a node makes. */
  readonly downstream: ReadonlyMap<Node, readonly Node[]>;
  /** Which node makes what lies at a path. */
  readonly made: PathTree<Made>;
}

/**
 * Joins the nodes of a project. A dependency that is an output, lies inside one or holds one makes an edge.
 *
 * @param from the folder that addresses in messages are told from.
 * @returns a problem where two stages make one file, outputs overlap, a dvc.yaml lies inside an output, or stages wait for each other.
 */
export function stageGraph(nodes: readonly Node[], from: RepoPath): Result<StageGraph> {
  const made = outputsTree(nodes, from);
  if (!made.ok) return made;
  const buried = nodes.find((node) => made.value.holding(node.file).length > 0);
  if (buried !== undefined) return err(insideOutput(buried, made.value, from));
  const upstream = new Map(nodes.map((node): [Node, Node[]] => [node, []]));
  const downstream = new Map(nodes.map((node): [Node, Node[]] => [node, []]));
  for (const node of nodes)
    for (const maker of makersFor(node, made.value)) {
      upstream.get(node)?.push(maker);
      downstream.get(maker)?.push(node);
    }
  const cycle = findCycle(nodes, upstream);
  return cycle === undefined
    ? ok({ nodes, upstream, downstream, made: made.value })
    : err(cyclic(cycle, from));
}

function makersFor(node: Node, made: PathTree<Made>): ReadonlySet<Node> {
  if (node.kind === 'data') return new Set();
  const paths = [...node.deps, ...node.params].map(({ at }) => at);
  return new Set(paths.flatMap((at) => [...made.holding(at), ...made.inside(at)].map(({ by }) => by)));
}

function insideOutput(node: Node, made: PathTree<Made>, from: RepoPath): Problem {
  const [outer] = made.holding(node.file);
  return problem(
    'E_PIPELINE_GRAPH',
    `stage '${addressOf(node, from)}' is within an output '${outer?.out.path ?? ''}' of another stage`,
    outer && `'${addressOf(outer.by, from)}' deletes and makes that folder anew, and with it ${node.file}`,
    `move ${node.file} out of the folder, or let the stage write beside it`,
  );
}

function cyclic(cycle: readonly Node[], from: RepoPath): Problem {
  const names = cycle.map((node) => addressOf(node, from));
  const [first] = cycle;
  return problem(
    'E_PIPELINE_GRAPH',
    `Same item(s) are defined as both a dependency and an output in stage${names.length === 1 ? '' : 's'}: ${names.join(', ')}.`,
    names.length === 1
      ? 'the stage reads what it writes'
      : `each waits for the next: ${[...names, names[0]].join(' → ')}`,
    'take the dependency out of one of them, or split the file in two',
    first?.kind === 'stage' ? first.place : undefined,
  );
}
