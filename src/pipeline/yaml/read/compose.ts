import { DEPTH } from './check-aliases.ts';
import { YamlFault } from './fault.ts';
import type { ListNode, MapNode, YamlNode } from './node.ts';
import { plainTag } from './plain-tag.ts';
import { unexpected, unknownIndentation } from './scan-faults.ts';
import { Scanner } from './scanner.ts';
import { TagHandles } from './tag-handles.ts';
import type { Token } from './token.ts';

/** A document and what its text declares. */
export interface Composed {
  /** Undefined where the text holds nothing. */
  readonly root: YamlNode | undefined;
  /** Nodes that stand in several places. */
  readonly shared: ReadonlySet<YamlNode>;
}

/**
 * Puts the tokens of a text together to the nodes of its one document.
 *
 * @throws YamlFault where the text is not YAML or has a second document
 */
export function compose(text: string): Composed {
  return new Composer(new Scanner(text)).document();
}

interface Properties {
  readonly start: number;
  readonly end: number;
  readonly anchor: string | undefined;
  readonly tag: string | undefined;
}

class Composer {
  readonly #scanner: Scanner;
  readonly #anchors = new Map<string, YamlNode>();
  readonly #shared = new Set<YamlNode>();
  readonly #handles = new TagHandles();
  #depth = 0;

  constructor(scanner: Scanner) {
    this.#scanner = scanner;
  }

  document(): Composed {
    const scanner = this.#scanner;
    if (scanner.at('end')) return { root: undefined, shared: this.#shared };
    const explicit = scanner.at('directive', 'document start');
    if (explicit) {
      this.#handles.readDirectives(scanner);
      if (!scanner.at('document start')) throw unexpected(scanner.peek(), '`---`');
      scanner.take();
    }
    const empty = explicit && scanner.at('directive', 'document start', 'document end', 'end');
    const root = empty ? this.#empty(scanner.peek().start) : this.#node(true, false);
    this.#end();
    return { root, shared: this.#shared };
  }

  #end(): void {
    const scanner = this.#scanner;
    if (scanner.at('document end')) scanner.take();
    const token = scanner.peek();
    if (token.kind === 'end') return;
    throw token.kind === 'document start' || token.kind === 'directive'
      ? new YamlFault(token.start, 'a second document begins here', 'Keep one document in the file.', 3)
      : unexpected(token, 'the end of the file');
  }

  #node(block: boolean, indentless: boolean): YamlNode {
    const scanner = this.#scanner;
    if (scanner.at('alias')) return this.#alias(scanner.take());
    if (++this.#depth > DEPTH) {
      throw new YamlFault(
        scanner.peek().start,
        `lists and mappings stand inside each other more than ${DEPTH} deep`,
      );
    }
    const node = this.#content(block, indentless, this.#properties());
    this.#depth--;
    return node;
  }

  #alias({ text, start, end }: Token): YamlNode {
    const node = this.#anchors.get(text);
    if (node === undefined) {
      throw new YamlFault(
        start,
        `nothing before has the anchor \`&${text}\``,
        `Put the text into quotes if it is to begin with \`*\`.`,
        end - start,
      );
    }
    this.#shared.add(node);
    return node;
  }

  #properties(): Properties {
    const scanner = this.#scanner;
    const { start } = scanner.peek();
    let end = start;
    let anchor: string | undefined;
    let tag: string | undefined;
    for (let i = 0; i < 2; i++) {
      if (anchor === undefined && scanner.at('anchor')) {
        ({ text: anchor, end } = scanner.take());
      } else if (tag === undefined && scanner.at('tag')) {
        const token = scanner.take();
        tag = this.#handles.tagOf(token);
        ({ end } = token);
      }
    }
    return { start, end, anchor, tag };
  }

  #content(block: boolean, indentless: boolean, properties: Properties): YamlNode {
    const scanner = this.#scanner;
    const token = scanner.peek();
    switch (token.kind) {
      case 'scalar':
        return this.#scalar(scanner.take(), properties);
      case '[':
        return this.#list(properties, (node) => this.#flowList(node));
      case '{':
        return this.#map(properties, (node) => this.#flowMap(node));
      case 'block list':
        if (block) return this.#list(properties, (node) => this.#blockList(node));
        break;
      case 'block map':
        if (block) return this.#map(properties, (node) => this.#blockMap(node));
        break;
      case '-':
        if (indentless) return this.#list(properties, (node) => this.#indentlessList(node));
        break;
      default:
    }
    if (properties.anchor === undefined && properties.tag === undefined) throw unexpected(token, 'a value');
    const { tag } = properties;
    const implicit = tag === undefined || tag === '!';
    const node = this.#empty(properties.start, implicit ? undefined : tag);
    return this.#anchored(properties, { ...node, end: properties.end });
  }

  #anchored<N extends YamlNode>({ anchor }: Properties, node: N): N {
    if (anchor !== undefined) this.#anchors.set(anchor, node);
    return node;
  }

  #empty(at: number, tag = 'null'): YamlNode {
    return { kind: 'scalar', tag, text: '', start: at, end: at };
  }

  #scalar({ text, style, end }: Token, properties: Properties): YamlNode {
    const { tag, start } = properties;
    const implicit = tag === undefined ? style === 'plain' : tag === '!';
    const known = implicit ? plainTag(text) : (tag ?? 'str');
    return this.#anchored(properties, { kind: 'scalar', tag: known, text, start, end });
  }

  #list(properties: Properties, fill: (node: ListNode) => void): ListNode {
    const { tag, start } = properties;
    const known = tag === undefined || tag === '!' ? 'list' : tag;
    const node: ListNode = { kind: 'list', tag: known, items: [], start, end: start };
    fill(this.#anchored(properties, node));
    return node;
  }

  #map(properties: Properties, fill: (node: MapNode) => void): MapNode {
    const { tag, start } = properties;
    const known = tag === undefined || tag === '!' ? 'map' : tag;
    const node: MapNode = { kind: 'map', tag: known, pairs: [], start, end: start };
    fill(this.#anchored(properties, node));
    return node;
  }

  #blockList(node: ListNode): void {
    const scanner = this.#scanner;
    scanner.take();
    while (scanner.at('-')) {
      const { end } = scanner.take();
      node.items.push(scanner.at('-', 'block end') ? this.#empty(end) : this.#node(true, false));
    }
    node.end = this.#blockEnd('the next item of the list');
  }

  #blockEnd(wanted: string): number {
    const token = this.#scanner.peek();
    if (token.kind === 'block map' || token.kind === 'block list') {
      throw unknownIndentation(token.start);
    }
    return this.#take('block end', wanted).end;
  }

  #indentlessList(node: ListNode): void {
    const scanner = this.#scanner;
    while (scanner.at('-')) {
      const { end } = scanner.take();
      const empty = scanner.at('-', '?', ':', 'block end');
      node.items.push(empty ? this.#empty(end) : this.#node(true, false));
    }
    node.end = scanner.peek().start;
  }

  #blockMap(node: MapNode): void {
    const scanner = this.#scanner;
    scanner.take();
    while (scanner.at('?', ':')) {
      const key = this.#blockKey();
      node.pairs.push([key, this.#blockValue()]);
    }
    node.end = this.#blockEnd('the next key of the mapping');
  }

  #blockKey(): YamlNode {
    const scanner = this.#scanner;
    if (scanner.at(':')) return this.#empty(scanner.peek().start);
    const { end } = scanner.take();
    return scanner.at('?', ':', 'block end') ? this.#empty(end) : this.#node(true, true);
  }

  #blockValue(): YamlNode {
    const scanner = this.#scanner;
    if (!scanner.at(':')) return this.#empty(scanner.peek().start);
    const { end } = scanner.take();
    return scanner.at('?', ':', 'block end') ? this.#empty(end) : this.#node(true, true);
  }

  #flowList(node: ListNode): void {
    const scanner = this.#scanner;
    scanner.take();
    while (!scanner.at(']')) {
      if (node.items.length > 0) {
        this.#take(',', '`,` or `]`');
        if (scanner.at(']')) break;
      }
      node.items.push(scanner.at('?') ? this.#flowPair() : this.#node(false, false));
    }
    node.end = scanner.take().end;
    node.isFlow = true;
  }

  /** One `key: value` inside `[]` is a mapping of its own. */
  #flowPair(): MapNode {
    const scanner = this.#scanner;
    const { start, end } = scanner.take();
    const key = scanner.at(':', ',', ']') ? this.#empty(end) : this.#node(false, false);
    const value = this.#flowValue(']');
    return { kind: 'map', tag: 'map', pairs: [[key, value]], start, end: value.end };
  }

  #flowMap(node: MapNode): void {
    const scanner = this.#scanner;
    scanner.take();
    while (!scanner.at('}')) {
      if (node.pairs.length > 0) {
        this.#take(',', '`,` or `}`');
        if (scanner.at('}')) break;
      }
      node.pairs.push(this.#flowMember());
    }
    node.end = scanner.take().end;
    node.isFlow = true;
  }

  #flowMember(): readonly [YamlNode, YamlNode] {
    const scanner = this.#scanner;
    if (scanner.at('?')) {
      const { end } = scanner.take();
      const key = scanner.at(':', ',', '}') ? this.#empty(end) : this.#node(false, false);
      return [key, this.#flowValue('}')];
    }
    if (scanner.at(':')) return [this.#empty(scanner.peek().end), this.#flowValue('}')];
    const key = this.#node(false, false);
    return [key, this.#empty(scanner.peek().start)];
  }

  #flowValue(close: ']' | '}'): YamlNode {
    const scanner = this.#scanner;
    if (!scanner.at(':')) return this.#empty(scanner.peek().start);
    const { end } = scanner.take();
    return scanner.at(',', close) ? this.#empty(end) : this.#node(false, false);
  }

  #take(kind: Token['kind'], wanted: string): Token {
    const token = this.#scanner.peek();
    if (token.kind !== kind) throw unexpected(token, wanted);
    return this.#scanner.take();
  }
}
