import { YamlFault } from './fault.ts';
import type { YamlNode } from './node.ts';

/** How many values a text may stand for once its aliases are written out. A short text can stand for more than any memory holds. */
const MOST = 1_000_000;

/** How deep the values of a text may nest once its aliases are written out; the readers that DVC uses give up at about the same depth. */
export const DEPTH = 400;

interface Extent {
  readonly size: number;
  readonly depth: number;
}

/**
 * Looks at what a node stands for with its aliases written out.
 *
 * @throws YamlFault where that is too much or too deep for any use, or a node holds itself
 */
export function checkAliases(root: YamlNode): void {
  const extents = new Map<YamlNode, Extent>();
  const open = new Set<YamlNode>();
  const extentOf = (node: YamlNode): Extent => {
    if (node.kind === 'scalar') return { size: 1, depth: 0 };
    const known = extents.get(node);
    if (known !== undefined) return known;
    if (open.has(node)) throw new YamlFault(node.start, 'this holds itself by an alias');
    open.add(node);
    let size = 1;
    let depth = 0;
    for (const child of node.kind === 'list' ? node.items : node.pairs.flat()) {
      const extent = extentOf(child);
      size += extent.size;
      depth = Math.max(depth, extent.depth + 1);
    }
    open.delete(node);
    if (size > MOST) {
      throw new YamlFault(
        node.start,
        `with its aliases written out this has more than ${MOST.toLocaleString('en')} values`,
      );
    }
    if (depth > DEPTH)
      throw new YamlFault(node.start, `with its aliases written out this is more than ${DEPTH} deep`);
    extents.set(node, { size, depth });
    return { size, depth };
  };
  extentOf(root);
}
