import type { Composed } from './compose.ts';
import type { ListNode, MapNode, YamlNode } from './node.ts';
import { plainTag } from './plain-tag.ts';

/** A collection whose lines are not at their end. */
interface Open {
  readonly node: ListNode | MapNode;
  readonly column: number;
  /** Whether the last key of a mapping has no value yet. */
  waits: boolean;
}

/** A line: indentation, dashes, a key, the rest. */
const LINE = /( *)((?:- +)*)(?:([\w./][\w./@+-]{0,199}):(?: +|(?=\n)|$))?([^\n]*)(?:\n|$)/y;
const UNUSUAL = /[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;
const PLAIN_START = /^(?:[^ \-?:,[\]{}#&*!|>'"%@`]|-[^ ])/;
const NOT_PLAIN = / #|:(?: |$)/;
const WORD = /^[\w/.]+$/;
const QUOTED = /^(?:'[^']*'|"[^"\\]*")$/;
const DEPTH = 100;

/**
 * The nodes of a text that is all plain block style (one key or item a line), as DVC writes its files and most people theirs: several
 * times as fast as the whole reader, with the same outcome. Undefined for every other text, also one that is not YAML.
 */
export function composePlain(text: string): Composed | undefined {
  if (UNUSUAL.test(text)) return undefined;
  const lines = new PlainLines(text);
  LINE.lastIndex = 0;
  while (LINE.lastIndex < text.length) {
    const { lastIndex } = LINE;
    const match = LINE.exec(text);
    if (match === null) return undefined;
    const [, spaces = '', dashes = '', key, rest = ''] = match;
    if (key === undefined && dashes === '' && (rest === '' || rest.startsWith('#'))) continue;
    if (!lines.add(lastIndex, spaces.length, dashes, key, rest, LINE.lastIndex)) return undefined;
  }
  const root = lines.end();
  return root === undefined ? undefined : { root, shared: new Set() };
}

class PlainLines {
  readonly #text: string;
  readonly #open: Open[] = [];
  #root: YamlNode | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** Takes a line; false where it is beyond what is known here. */
  add(
    start: number,
    spaces: number,
    dashes: string,
    key: string | undefined,
    rest: string,
    next: number,
  ): boolean {
    let at = start + spaces;
    let column = spaces;
    let holder = this.#holder(column, at, dashes !== '');
    for (let i = 0; i < dashes.length; ) {
      if (holder?.node.kind !== 'list') return false;
      let width = 1;
      while (dashes[i + width] === ' ') width++;
      i += width;
      at += width;
      column += width;
      if (i < dashes.length) holder = this.#begin(holder, 'list', column, at);
    }
    const value = rest.trimEnd();
    const lineEnd = this.#text[next - 1] === '\n' ? next - 1 : next;
    const valueAt = lineEnd - rest.length;
    if (key === undefined) {
      const item = value === '' ? undefined : scalar(value, valueAt);
      if (item === undefined || dashes === '' || holder?.node.kind !== 'list') return false;
      holder.node.items.push(item);
      return true;
    }
    if (dashes !== '' && holder !== undefined) holder = this.#begin(holder, 'map', column, at);
    if (holder?.node.kind !== 'map') return false;
    const end = at + key.length;
    const keyNode: YamlNode = { kind: 'scalar', tag: plainTag(key), text: key, start: at, end };
    const empty = { kind: 'scalar', tag: 'null', text: '', start: end + 1, end: end + 1 } as const;
    const node = value === '' ? empty : scalar(value, valueAt);
    if (node === undefined) return false;
    holder.node.pairs.push([keyNode, node]);
    holder.waits = value === '';
    return true;
  }

  /** The whole, once all lines are there. */
  end(): YamlNode | undefined {
    this.#closeBeyond(-1, this.#text.length);
    return this.#root;
  }

  /** The collection that goes on at a column, or begins there. */
  #holder(column: number, at: number, isItem: boolean): Open | undefined {
    this.#closeBeyond(column, at);
    let top = this.#open.at(-1);
    if (top?.column === column) {
      if (isItem)
        return top.node.kind === 'list' ? top : top.waits ? this.#begin(top, 'list', column, at) : undefined;
      if (top.node.kind === 'map') return top;
      // The items of a list may stand at the column of the key that it is the value of.
      this.#close(at);
      top = this.#open.at(-1);
      return top?.column === column ? top : undefined;
    }
    const begins = top === undefined ? this.#root === undefined : top.waits;
    return begins ? this.#begin(top, isItem ? 'list' : 'map', column, at) : undefined;
  }

  #begin(holder: Open | undefined, kind: 'list' | 'map', column: number, start: number): Open | undefined {
    const node: ListNode | MapNode =
      kind === 'list'
        ? { kind, tag: 'list', items: [], start, end: start }
        : { kind, tag: 'map', pairs: [], start, end: start };
    if (holder === undefined) {
      this.#root = node;
    } else if (holder.node.kind === 'list') {
      holder.node.items.push(node);
    } else {
      const last = holder.node.pairs.pop();
      if (last !== undefined) holder.node.pairs.push([last[0], node]);
      holder.waits = false;
    }
    const open = { node, column, waits: false };
    this.#open.push(open);
    return this.#open.length > DEPTH ? undefined : open;
  }

  #closeBeyond(column: number, at: number): void {
    for (let top = this.#open.at(-1); top !== undefined && top.column > column; top = this.#open.at(-1))
      this.#close(at);
  }

  #close(at: number): void {
    const top = this.#open.pop();
    if (top !== undefined) top.node.end = at;
  }
}

function scalar(text: string, start: number): YamlNode | undefined {
  const end = start + text.length;
  if (WORD.test(text)) return { kind: 'scalar', tag: plainTag(text), text, start, end };
  if (PLAIN_START.test(text)) {
    return NOT_PLAIN.test(text) ? undefined : { kind: 'scalar', tag: plainTag(text), text, start, end };
  }
  if (QUOTED.test(text)) return { kind: 'scalar', tag: 'str', text: text.slice(1, -1), start, end };
  if (text === '[]') return { kind: 'list', tag: 'list', items: [], start, end, isFlow: true };
  return text === '{}' ? { kind: 'map', tag: 'map', pairs: [], start, end, isFlow: true } : undefined;
}
