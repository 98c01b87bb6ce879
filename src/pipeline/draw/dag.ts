import { addressOf, relativePath } from '../graph/address.ts';
import type { StageGraph } from '../graph/stage-graph.ts';
import type { Made } from '../graph/outputs-tree.ts';
import type { Node, RepoPath } from '../model/stage.ts';

/** A graph by the names of its nodes: each with those that it needs. In the order in which nodes were found. */
export type Dag = ReadonlyMap<string, readonly string[]>;

/** The graph of stages and .dvc files, named from a folder. */
export function stageDag({ nodes, upstream }: StageGraph, from: RepoPath): Dag {
  const name = (node: Node): string => addressOf(node, from);
  return new Map(nodes.map((node) => [name(node), (upstream.get(node) ?? []).map(name)]));
}

/** The graph of outputs: each needs what its stage reads. */
export function outDag({ nodes, made }: StageGraph, from: RepoPath): Dag {
  const all = made.inside('');
  const name = ({ out }: Made): string => relativePath(from, out.at);
  const dag = new Map(all.map((one): [string, Set<string>] => [name(one), new Set()]));
  for (const node of nodes) {
    if (node.kind === 'data') continue;
    const read = [...node.deps, ...node.params].flatMap(({ at }) => [
      ...made.holding(at),
      ...made.inside(at),
    ]);
    for (const { at } of node.outs) for (const one of read) dag.get(relativePath(from, at))?.add(name(one));
  }
  return new Map([...dag].map(([one, needs]) => [one, [...needs]]));
}

/** The part of a graph that some nodes need, or with `isFull` all that hangs together with them. */
export function partOf(dag: Dag, targets: readonly string[], isFull: boolean): Dag {
  const users = usersOf(dag);
  const reached = new Set<string>();
  const waiting = [...targets];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (reached.has(name) || !dag.has(name)) continue;
    reached.add(name);
    waiting.push(...(dag.get(name) ?? []), ...(isFull ? (users.get(name) ?? []) : []));
  }
  return new Map(
    [...dag]
      .filter(([name]) => reached.has(name))
      .map(([name, needs]) => [name, needs.filter((need) => reached.has(need))]),
  );
}

/** The parts of a graph that hang together, each with its nodes in their order. */
export function componentsOf(dag: Dag): readonly Dag[] {
  const seen = new Set<string>();
  return [...dag.keys()].flatMap((name) => {
    if (seen.has(name)) return [];
    const part = partOf(dag, [name], true);
    for (const one of part.keys()) seen.add(one);
    return [part];
  });
}

/** Who needs each node, in the order of the nodes. */
export function usersOf(dag: Dag): ReadonlyMap<string, readonly string[]> {
  const users = new Map([...dag.keys()].map((name): [string, string[]] => [name, []]));
  for (const [name, needs] of dag) for (const need of needs) users.get(need)?.push(name);
  return users;
}

/** A graph in which the stages of a foreach or matrix group are one node, behind all others. */
export function collapsed(dag: Dag): Dag {
  const groupOf = (name: string): string =>
    name.endsWith('.dvc') || !name.includes('@') ? name : name.slice(0, name.indexOf('@'));
  const names = [...dag.keys()];
  const order = [
    ...names.filter((name) => groupOf(name) === name),
    ...new Set(names.map(groupOf).filter((group) => !dag.has(group))),
  ];
  const needs = new Map(order.map((name): [string, Set<string>] => [name, new Set()]));
  for (const [name, own] of dag) for (const need of own) needs.get(groupOf(name))?.add(groupOf(need));
  return new Map([...needs].map(([name, own]) => [name, [...own]]));
}
