import { postOrder } from '../../../src/pipeline/graph/post-order.ts';
import type { Dag } from '../../../src/pipeline/draw/dag.ts';

/**
 * The chain of nodes, each needing the one before, whose weights add up to the most: by seconds, what sets how soon the whole can be done; by joules, the costliest way through.
 *
 * @param weight of a node; undefined where nobody knows it, which counts nothing.
 */
export function criticalPath(dag: Dag, weight: (name: string) => number | undefined): readonly string[] {
  const best = new Map<string, { readonly total: number; readonly via: string | undefined }>();
  let end: string | undefined;
  for (const name of postOrder(dag.keys(), (one) => dag.get(one) ?? [])) {
    let via: string | undefined;
    for (const need of dag.get(name) ?? [])
      if (via === undefined || total(best, need) > total(best, via)) via = need;
    const before = via === undefined ? 0 : total(best, via);
    best.set(name, { total: before + (weight(name) ?? 0), via });
    if (end === undefined || total(best, name) > total(best, end)) end = name;
  }
  const path: string[] = [];
  for (let at = end; at !== undefined; at = best.get(at)?.via) path.unshift(at);
  return path;
}

function total(best: ReadonlyMap<string, { readonly total: number }>, name: string): number {
  return best.get(name)?.total ?? 0;
}
