import type { DataSource, Node, Out, RepoPath } from '../model/stage.ts';

/** An output and the node that it belongs to. */
export interface OwnedOut {
  readonly node: Node;
  readonly out: Out & { readonly known?: DataSource['outs'][number]['known'] };
}

/** The output that lies at a path, or that a path lies in. */
export function outAt(nodes: readonly Node[], at: RepoPath): OwnedOut | undefined {
  for (const node of nodes)
    for (const out of node.outs) if (out.at === at || at.startsWith(`${out.at}/`)) return { node, out };
  return undefined;
}
