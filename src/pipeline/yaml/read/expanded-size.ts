import { YamlFault } from './fault.ts';
import type { YamlNode } from './node.ts';

/** How many values a text may stand for once its aliases are written out. A short text can stand for more than any memory holds. */
const MOST = 1_000_000;

/**
 * How many nodes a node stands for with aliases written out.
 *
 * @throws YamlFault where that is beyond all use, or a node holds itself
 */
export function expandedSize(root: YamlNode): number {
  const sizes = new Map<YamlNode, number>();
  const open = new Set<YamlNode>();
  const sizeOf = (node: YamlNode): number => {
    if (node.kind === 'scalar') return 1;
    const known = sizes.get(node);
    if (known !== undefined) return known;
    if (open.has(node)) throw new YamlFault(node.start, 'this holds itself by an alias');
    open.add(node);
    const children = node.kind === 'list' ? node.items : node.pairs.flat();
    const size = children.reduce((sum, child) => sum + sizeOf(child), 1);
    open.delete(node);
    if (size > MOST) {
      throw new YamlFault(
        node.start,
        `with its aliases written out this has more than ${MOST.toLocaleString('en')} values`,
      );
    }
    sizes.set(node, size);
    return size;
  };
  return sizeOf(root);
}
