import { type Problem, problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import type { Node, Out, RepoPath } from '../model/stage.ts';
import { addressOf, relativePath } from './address.ts';
import { PathTree } from './path-tree.ts';

/** An output and who makes it. */
export interface Made {
  readonly out: Out;
  readonly by: Node;
}

/** All outputs by their paths; a problem where two are the same, or one lies inside another. */
export function outputsTree(nodes: readonly Node[], from: RepoPath): Result<PathTree<Made>> {
  const tree = new PathTree<Made>();
  for (const by of nodes)
    for (const out of by.outs) {
      const same = tree.get(out.at);
      if (same !== undefined) return err(madeTwice(out, [by, same.by], from));
      const [outer] = tree.holding(out.at);
      const [inner] = tree.inside(out.at);
      if (outer !== undefined) return err(overlapping(outer, { out, by }, from));
      if (inner !== undefined) return err(overlapping({ out, by }, inner, from));
      tree.set(out.at, { out, by });
    }
  return ok(tree);
}

function madeTwice(out: Out, [here, there]: readonly [Node, Node], from: RepoPath): Problem {
  const path = relativePath(from, out.at);
  const names = here === there ? [addressOf(here, from)] : [addressOf(here, from), addressOf(there, from)];
  return problem(
    'E_PIPELINE_GRAPH',
    `output '${path}' is specified in: ${names.map((name) => `\n\t- ${name}`).join('')}`,
    names.length === 1
      ? 'a stage names it twice'
      : 'the stage that runs last would overwrite what the other made',
    'give each stage an output of its own, e.g. with the stage’s name or ${item} in its path',
    placeOf(here) ?? placeOf(there),
  );
}

function overlapping(outer: Made, inner: Made, from: RepoPath): Problem {
  const told = ({ out, by }: Made): string => `'${relativePath(from, out.at)}'('${addressOf(by, from)}')`;
  return problem(
    'E_PIPELINE_GRAPH',
    `the output paths ${told(outer)} and ${told(inner)} overlap`,
    'the second lies inside the first, and would be deleted and restored with it',
    'let both be outputs of their own, side by side, or track the folder alone',
    placeOf(inner.by) ?? placeOf(outer.by),
  );
}

function placeOf(node: Node): Problem['at'] {
  return node.kind === 'stage' ? node.place : undefined;
}
