/**
 * Nodes so that each comes after all that it leads to: depth first from each start in turn, neighbours in their order. As networkx' `dfs_postorder_nodes`
 * does it, since the order of a fresh dvc.lock is the order of work.
 */
export function postOrder<T>(starts: Iterable<T>, next: (node: T) => readonly T[]): T[] {
  const ordered: T[] = [];
  const seen = new Set<T>();
  for (const start of starts) {
    if (seen.has(start)) continue;
    seen.add(start);
    const path = [{ node: start, children: next(start), at: 0 }];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const child = top.children[top.at];
      top.at += 1;
      if (top.at > top.children.length) {
        ordered.push(top.node);
        path.pop();
      } else if (child !== undefined && !seen.has(child)) {
        seen.add(child);
        path.push({ node: child, children: next(child), at: 0 });
      }
    }
  }
  return ordered;
}
