import type { Mistakes } from './mistakes.ts';
import type { MapNode, SourceNode, Span } from './yaml-tree.ts';

/** What reads the value of each key; it gets the place of the key too. */
export type KeyReaders<K extends string> = Readonly<Record<K, (node: SourceNode, key: Span) => void>>;

/**
 * Reads a mapping key by key; a key that nobody reads is a mistake.
 *
 * @param within how messages name the mapping: `budget`, or empty at the top
 * @returns the keys that are there, with their places.
 */
export function readKeys<K extends string>(
  map: MapNode,
  within: string,
  readers: KeyReaders<K>,
  mistakes: Mistakes,
): ReadonlyMap<K, Span> {
  const found = new Map<K, Span>();
  for (const { key, at, node } of map.entries) {
    if (Object.hasOwn(readers, key)) {
      found.set(key as K, at);
      readers[key as K](node, at);
      continue;
    }
    const where = within === '' ? '' : ` in ${within}`;
    mistakes.unknown(at, `unknown key "${key}"${where}`, key, Object.keys(readers));
  }
  return found;
}

/** The value of a key of a mapping. */
export function entryOf(
  map: MapNode,
  key: string,
): { readonly at: Span; readonly node: SourceNode } | undefined {
  return map.entries.find((entry) => entry.key === key);
}
