import { keyOf } from '../../model/key.ts';
import type { Value } from '../../model/value.ts';
import { pythonKey } from '../../values/same-python-value.ts';
import type { Composed } from './compose.ts';
import { YamlFault } from './fault.ts';
import { checkAliases } from './check-aliases.ts';
import type { ListNode, MapNode, YamlNode } from './node.ts';
import { scalarValue, unknownTag, YAML_TAGS } from './scalar-value.ts';

/**
 * The value of a document. Aliases of one node give one and the same value.
 *
 * @throws YamlFault on a key that is written twice, an unknown tag, a number or date that is none, aliases without bound
 */
export function construct({ root, shared }: Composed): Value {
  if (root === undefined) return null;
  if (shared.size > 0) checkAliases(root);
  return new Constructor(shared).value(root);
}

/** The pairs of a mapping with those of its merge keys, by key, in the order in which Python has them. */
export type MergedPairs = ReadonlyMap<string, readonly [YamlNode, YamlNode]>;

/** Makes values of nodes, each shared node once. */
export class Constructor {
  readonly #shared: ReadonlySet<YamlNode>;
  readonly #values = new Map<YamlNode, Value>();
  readonly #merged = new Map<MapNode, MergedPairs>();

  constructor(shared: ReadonlySet<YamlNode>) {
    this.#shared = shared;
  }

  value(node: YamlNode): Value {
    if (this.#shared.size === 0) return this.#fresh(node);
    const known = this.#values.get(node);
    if (known !== undefined) return known;
    const value = this.#fresh(node);
    // What a shared mapping holds is shared by all that it is merged into.
    this.#values.set(node, value);
    return value;
  }

  #fresh(node: YamlNode): Value {
    if (node.tag === 'str' && node.kind === 'scalar') return node.text;
    const tag = node.tag.startsWith(YAML_TAGS) ? node.tag.slice(YAML_TAGS.length) : node.tag;
    if (node.kind === 'scalar') return scalarValue(node, tag);
    if (node.kind === 'list') return this.#list(node, tag);
    if (tag !== 'map') throw unknownTag(node);
    const map = new Map<string, Value>();
    for (const [key, [, value]] of this.pairs(node)) map.set(key, this.value(value));
    return map;
  }

  #list(node: ListNode, tag: string): Value {
    if (tag === 'list' || tag === 'seq') return node.items.map((item) => this.value(item));
    if (tag !== 'omap') throw unknownTag(node);
    const pairs = node.items.map((item) => {
      const pair = item.kind === 'map' && item.pairs.length === 1 ? item.pairs[0] : undefined;
      if (pair === undefined)
        throw new YamlFault(item.start, 'an item of an ordered mapping is one `key: value`');
      return [this.#key(pair[0]), this.value(pair[1])] as const;
    });
    return new Map(pairs);
  }

  /** The pairs of a mapping. Without a merge key no key may be written twice; with one the last counts, as for DVC. */
  pairs(node: MapNode): MergedPairs {
    const known = this.#merged.get(node);
    if (known !== undefined) return known;
    const pairs = this.#simplePairs(node) ?? this.#anyPairs(node);
    if (this.#shared.size > 0) this.#merged.set(node, pairs);
    return pairs;
  }

  /** Nearly all mappings have nothing but different texts as keys. */
  #simplePairs(node: MapNode): MergedPairs | undefined {
    const pairs = new Map<string, readonly [YamlNode, YamlNode]>();
    for (const pair of node.pairs) {
      const [key] = pair;
      if (key.kind !== 'scalar' || key.tag !== 'str' || key.text.startsWith('\u0000') || pairs.has(key.text))
        return undefined;
      pairs.set(key.text, pair);
    }
    return pairs;
  }

  #anyPairs(node: MapNode): MergedPairs {
    const merged = this.#mergedInto(node);
    const pairs = new Map<string, readonly [YamlNode, YamlNode]>(merged);
    const keys = new Map<string | number | bigint, string>();
    for (const key of pairs.keys()) keys.set(pythonKey(key), key);
    for (const pair of node.pairs) {
      if (isMerge(pair[0])) continue;
      const key = this.#key(pair[0]);
      const same = keys.get(pythonKey(key));
      if (same !== undefined && merged.size === 0) throw twice(pair[0]);
      pairs.set(same ?? key, pair);
      keys.set(pythonKey(key), same ?? key);
    }
    return pairs;
  }

  #mergedInto(node: MapNode): MergedPairs {
    const [first, second] = node.pairs.filter(([key]) => isMerge(key));
    if (first === undefined) return new Map();
    if (second !== undefined)
      throw new YamlFault(
        second[0].start,
        'the merge key `<<` stands twice in one mapping',
        'Merge a list: `<<: [*a, *b]`.',
        2,
      );
    const [, from] = first;
    const sources = from.kind === 'list' ? from.items.toReversed() : [from];
    const merged = new Map<string, readonly [YamlNode, YamlNode]>();
    for (const source of sources) {
      if (source.kind !== 'map') {
        throw new YamlFault(source.start, 'only a mapping, or a list of mappings, can be merged with `<<`');
      }
      for (const [key, pair] of this.pairs(source)) merged.set(key, pair);
    }
    return merged;
  }

  #key(node: YamlNode): string {
    if (node.kind === 'scalar') {
      const { tag, text } = node;
      if (tag === 'str' || tag === 'value') return keyOf(text);
    }
    if (node.kind === 'map' || (node.kind === 'list' && node.items.some((item) => item.kind !== 'scalar'))) {
      throw new YamlFault(node.start, 'a key cannot be a mapping or hold other lists', 'Use a text as key.');
    }
    return keyOf(this.value(node));
  }
}

function isMerge({ tag }: YamlNode): boolean {
  return tag === 'merge' || tag === `${YAML_TAGS}merge`;
}

function twice(key: YamlNode): YamlFault {
  return new YamlFault(
    key.start,
    `the key ${key.kind === 'scalar' ? `\`${key.text}\` ` : ''}is written twice in one mapping`,
    'Keep one of them.',
    Math.max(1, key.end - key.start),
  );
}
