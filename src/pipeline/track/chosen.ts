import { type Problem, problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { orderOfWork } from '../graph/order-of-work.ts';
import type { StageGraph } from '../graph/stage-graph.ts';
import { nodesNamed, pathFrom } from '../graph/targets.ts';
import type { Node, RepoPath } from '../model/stage.ts';
import { outAt } from './find-out.ts';

/** A node that was asked for, as a whole or only what lies at a path of its outputs. */
export interface Chosen {
  readonly node: Node;
  readonly only?: RepoPath;
}

/** How words choose nodes. */
export interface ChooseOptions {
  /** The folder that the user stands in. */
  readonly from: RepoPath;
  readonly withDeps?: boolean;
  readonly recursive?: boolean;
}

/** What words ask for; everything where there is none. An output, or a file in one, is chosen by itself. */
export function chosenBy(
  graph: StageGraph,
  words: readonly string[],
  { from, withDeps = false, recursive = false }: ChooseOptions,
): Result<readonly Chosen[]> {
  if (words.length === 0) return ok(graph.nodes.map((node) => ({ node })));
  const chosen: Chosen[] = [];
  for (const word of words) {
    const at = pathFrom(from, word);
    const named = nodesNamed(graph.nodes, [word], { from, isRecursive: recursive });
    const owned = outAt(graph.nodes, at);
    const isOutput =
      owned !== undefined && named.ok && named.value.length === 1 && named.value[0] === owned.node;
    if (isOutput && !isName(owned.node, word)) {
      chosen.push({ node: owned.node, only: at });
      continue;
    }
    if (!named.ok) return err(notFound(word, named.error));
    const nodes = withDeps ? orderOfWork(graph, named.value, 'upstream') : named.value;
    for (const node of nodes) chosen.push({ node });
  }
  return ok(chosen);
}

function isName(node: Node, word: string): boolean {
  return node.kind === 'stage' && (node.name === word || word.endsWith(`:${node.name}`));
}

function notFound(word: string, { why, fix }: Problem): Problem {
  return problem(
    'E_PIPELINE',
    `'${word}' does not exist as an output or a stage name in 'dvc.yaml'`,
    why,
    fix,
  );
}
