import { keyOf } from '../../model/key.ts';
import type { Composed } from './compose.ts';
import { Constructor } from './construct.ts';
import type { MapNode, YamlNode } from './node.ts';

/** Offsets of a stretch of the text. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** The stretch of what stands at a path, or of the nearest that would hold it. */
export function nodeAt(
  { root, shared }: Composed,
  path: readonly (string | number)[],
  of: 'key' | 'value',
): Stretch {
  if (root === undefined) return { start: 0, end: 0 };
  const constructor = new Constructor(shared);
  let found: Stretch = root;
  let node: YamlNode = root;
  for (const [i, step] of path.entries()) {
    const next = stepInto(constructor, node, step);
    if (next === undefined) return found;
    const [key, value] = next;
    node = value;
    // What is empty has no stretch of its own: its key shows where it would be.
    const last = i === path.length - 1;
    found = (last && of === 'key') || !last || value.start === value.end ? key : value;
  }
  return found;
}

function stepInto(
  constructor: Constructor,
  node: YamlNode,
  step: string | number,
): readonly [YamlNode, YamlNode] | undefined {
  if (node.kind === 'list') {
    const item = typeof step === 'number' ? node.items[step] : undefined;
    return item === undefined ? undefined : [item, item];
  }
  if (node.kind === 'scalar') return undefined;
  const pairs = constructor.pairs(node);
  return pairs.get(typeof step === 'number' ? keyOf(BigInt(step)) : step);
}

/** The pairs of the mapping at a path of keys, as written. */
export function pairsAt({ root, shared }: Composed, path: readonly string[]): MapNode['pairs'] | undefined {
  const constructor = new Constructor(shared);
  let node = root;
  for (const step of path) node = node === undefined ? undefined : stepInto(constructor, node, step)?.[1];
  return node?.kind === 'map' ? node.pairs : undefined;
}
