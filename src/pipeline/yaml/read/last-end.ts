import type { YamlNode } from './node.ts';

/** The offset behind the last text of a node; a collection without brackets ends only where the next thing begins. */
export function lastEnd(node: YamlNode): number {
  if (node.kind === 'scalar' || node.isFlow === true) return node.end;
  const last = node.kind === 'list' ? node.items.at(-1) : node.pairs.at(-1)?.[1];
  if (last === undefined) return node.end;
  return last.start < last.end ? lastEnd(last) : Math.max(node.start, last.end);
}
