import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type ScalarTag,
  type YAMLMap,
} from 'yaml';
import type { ParameterValue } from '../space/configuration.ts';

/** Offsets in a text: first character, and the one behind the last. */
export type Span = readonly [from: number, to: number];

/** What stands somewhere in a YAML text. */
export type SourceNode = MapNode | ListNode | ScalarNode;

/** A mapping. */
export interface MapNode {
  readonly kind: 'map';
  readonly span: Span;
  readonly entries: readonly { readonly key: string; readonly at: Span; readonly node: SourceNode }[];
}

/** A sequence. */
export interface ListNode {
  readonly kind: 'list';
  readonly span: Span;
  readonly items: readonly SourceNode[];
}

/** A single value. */
export interface ScalarNode {
  readonly kind: 'scalar';
  readonly span: Span;
  readonly value: string | number | boolean | null;
  /** As written, without quotes; tells 1.0 from 1. */
  readonly source: string;
  readonly isPlain: boolean;
}

/** What is no YAML, or none that is read here. */
export interface YamlFault {
  readonly span: Span;
  readonly message: string;
  /** What to do, where it is known. */
  readonly fix?: string;
}

/** Faults of which the parser does not say what to do about them, by its codes. */
const SAID_BETTER: Readonly<Record<string, Omit<YamlFault, 'span'>>> = {
  DUPLICATE_KEY: { message: 'This key is there twice.', fix: 'Leave one of them out.' },
  TAB_AS_INDENT: { message: 'It is indented by a tab.', fix: 'Indent with spaces.' },
  MULTIPLE_DOCS: { message: 'A second document begins here.', fix: 'Keep one in the file.' },
  RESOURCE_EXHAUSTION: { message: 'It is nested too deeply.', fix: 'Write it flatter.' },
};

/** A YAML text with places. */
export interface YamlTree {
  readonly root?: SourceNode;
  readonly faults: readonly YamlFault[];
}

/** `!!float 3`, as W&B advises for `1e-5`; the core schema takes it only for what looks like a float by itself. */
const FLOAT: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  resolve: (text, onError) => {
    const value = text.trim() === '' ? Number.NaN : Number(text.replaceAll('_', ''));
    if (Number.isNaN(value)) onError(`It is to be a number, and is "${text}".`);
    return value;
  },
};

/** Aliases can make a small text huge: more nodes are not followed. */
const MOST_NODES = 50_000;

class TooMany extends Error {
  override readonly name = 'TooMany';
}

/** Reads a text as YAML 1.2 (JSON is read too), with anchors and merge keys; keys that stand twice are faults. */
export function yamlTree(text: string): YamlTree {
  const document = parseDocument(text, {
    merge: true,
    prettyErrors: false,
    lineCounter: new LineCounter(),
    // `silent` would let a second document pass unseen.
    logLevel: 'error',
    customTags: (tags) => [...tags, FLOAT],
  });
  const { errors, warnings } = document;
  // Of what is nested too deeply every level is a fault.
  const tooDeep = errors.find(({ code }) => code === 'RESOURCE_EXHAUSTION');
  const faults = (tooDeep === undefined ? [...errors, ...warnings] : [tooDeep]).map(
    ({ pos, code, message }): YamlFault => ({ span: pos, message, ...SAID_BETTER[code] }),
  );
  if (faults.length > 0 || document.contents === null) return { faults };
  let left = MOST_NODES;
  const read = (node: unknown): SourceNode => {
    if (left-- <= 0) throw new TooMany();
    if (isAlias(node)) {
      const target = node.resolve(document);
      if (target === undefined) {
        faults.push({ span: spanOf(node), message: 'It stands for an anchor that is not there.' });
        return emptyAt(spanOf(node));
      }
      // What is wrong in there is told where it is used.
      return { ...read(target), span: spanOf(node) };
    }
    if (isMap(node)) return { kind: 'map', span: spanOf(node), entries: entriesOf(node, read, faults) };
    if (isSeq(node)) return { kind: 'list', span: spanOf(node), items: node.items.map(read) };
    return scalar(node);
  };
  try {
    const root = read(document.contents);
    return faults.length > 0 ? { faults } : { root, faults };
  } catch (error) {
    if (!(error instanceof TooMany)) throw error;
    return {
      faults: [
        {
          span: [0, 1],
          message: `It unfolds to more than ${MOST_NODES} values.`,
          fix: 'Write ranges in the place of long lists, and fewer aliases.',
        },
      ],
    };
  }
}

function entriesOf(
  map: YAMLMap,
  read: (node: unknown) => SourceNode,
  faults: YamlFault[],
): MapNode['entries'] {
  const entries = new Map<string, MapNode['entries'][number]>();
  for (const { key, value } of map.items) {
    if (!isScalar(key)) {
      faults.push({ span: spanOf(key), message: 'A key is a list or a mapping.' });
      continue;
    }
    const node = value === null ? emptyAt(spanOf(key)) : read(value);
    if (key.source === '<<' && key.type === 'PLAIN') {
      for (const merged of node.kind === 'list' ? node.items : [node])
        if (merged.kind === 'map')
          for (const entry of merged.entries) if (!entries.has(entry.key)) entries.set(entry.key, entry);
      continue;
    }
    const name = key.source ?? String(key.value);
    entries.set(name, { key: name, at: spanOf(key), node });
  }
  return [...entries.values()];
}

function scalar(node: unknown): ScalarNode {
  if (!isScalar(node)) return emptyAt(spanOf(node));
  const { value, type } = node;
  const plain = value as ScalarNode['value'];
  const isFloat = node.tag === FLOAT.tag && /^[+-]?\d+$/.test(node.source ?? '');
  const source = isFloat ? `${node.source}.0` : node.source;
  return {
    kind: 'scalar',
    span: spanOf(node),
    value: plain,
    source: source ?? (plain === null ? '' : `${plain}`),
    isPlain: type === 'PLAIN',
  };
}

function emptyAt(span: Span): ScalarNode {
  return { kind: 'scalar', span, value: null, source: '', isPlain: true };
}

function spanOf(node: unknown): Span {
  const range = (node as Node | null)?.range;
  return range === null || range === undefined ? [0, 0] : [range[0], range[1]];
}

/** A node as a value; numbers that JSON cannot hold are null. */
export function valueOfNode(node: SourceNode): ParameterValue {
  if (node.kind === 'list') return node.items.map(valueOfNode);
  if (node.kind === 'map')
    return Object.fromEntries(node.entries.map(({ key, node: inner }) => [key, valueOfNode(inner)]));
  return typeof node.value === 'number' && !Number.isFinite(node.value) ? null : node.value;
}
