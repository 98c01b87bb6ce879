import type { Node } from '../model/stage.ts';
import { postOrder } from './post-order.ts';
import type { StageGraph } from './stage-graph.ts';

/** Which part of the graph belongs to what was asked for. */
export type Reach =
  /** The targets and all that they need. */
  | 'upstream'
  /** The targets and all that needs them. */
  | 'downstream'
  /** The whole pipelines that the targets belong to. */
  | 'pipeline'
  /** The targets alone. */
  | 'single';

/**
 * The nodes to look at, each after those that it needs. A frozen stage does not reach what it needs.
 *
 * @param targets none: all.
 */
export function orderOfWork(graph: StageGraph, targets: readonly Node[], reach: Reach): Node[] {
  if (reach === 'single') return [...new Set(targets)];
  const needs = (node: Node): readonly Node[] => (node.frozen ? [] : (graph.upstream.get(node) ?? []));
  const chosen = chosenNodes(graph, targets, reach, needs);
  return postOrder(
    graph.nodes.filter((node) => chosen.has(node)),
    (node) => needs(node).filter((one) => chosen.has(one)),
  );
}

function chosenNodes(
  graph: StageGraph,
  targets: readonly Node[],
  reach: Exclude<Reach, 'single'>,
  needs: (node: Node) => readonly Node[],
): ReadonlySet<Node> {
  if (targets.length === 0) return new Set(graph.nodes);
  const users = (node: Node): readonly Node[] =>
    (graph.downstream.get(node) ?? []).filter((user) => !user.frozen);
  if (reach === 'upstream') return new Set(postOrder(targets, needs));
  if (reach === 'downstream') return new Set(postOrder(targets, users));
  return new Set(postOrder(targets, (node) => [...needs(node), ...users(node)]));
}
