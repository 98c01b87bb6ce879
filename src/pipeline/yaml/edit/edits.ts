import { Float, isList, isMap, type Value, type ValueMap } from '../../model/value.ts';
import { Constructor } from '../read/construct.ts';
import { lastEnd } from '../read/last-end.ts';
import type { ListNode, MapNode, YamlNode } from '../read/node.ts';
import { itemText, memberText } from '../yaml-text.ts';
import { flowText } from './flow-text.ts';
import { sameValue } from './same-value.ts';

/** A stretch of a text and what is to stand there instead. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** The changes that make the text of a mapping say another value, in the order of the text; undefined where it is not in block style. */
export function edits(text: string, node: YamlNode, value: ValueMap): readonly Edit[] | undefined {
  const editor = new Editor(text);
  return node.kind === 'map' && editor.map(node, value) ? editor.changes : undefined;
}

const NO_SHARED: ReadonlySet<YamlNode> = new Set();

class Editor {
  readonly changes: Edit[] = [];
  readonly #text: string;
  readonly #values = new Constructor(NO_SHARED);

  constructor(text: string) {
    this.#text = text;
  }

  /** Changes a mapping in its places; false, and nothing is changed, where that cannot be. */
  map(node: MapNode, value: ValueMap): boolean {
    const pairs = this.#values.pairs(node);
    const [first] = node.pairs;
    if (first === undefined || node.start !== first[0].start || pairs.size !== node.pairs.length)
      return false;
    if (![...pairs.keys()].some((key) => value.has(key))) return false;
    const column = this.#column(first[0].start);
    const begun = this.changes.length;
    for (const [key, [keyNode, valueNode]] of pairs) {
      const wanted = value.get(key);
      const done =
        wanted === undefined
          ? this.#remove(keyNode, valueNode)
          : this.#change(
              valueNode,
              wanted,
              keyNode.start,
              () => memberText(key, wanted, column).text,
              column,
            );
      if (!done) {
        this.changes.length = begun;
        return false;
      }
    }
    const added = [...value].filter(([key]) => !pairs.has(key));
    if (added.length > 0)
      this.#append(lastEnd(node), added.map(([key, item]) => memberText(key, item, column).text).join(''));
    return true;
  }

  #list(node: ListNode, value: readonly Value[]): boolean {
    if (node.items.length !== value.length || this.#text[node.start] !== '-') return false;
    const begun = this.changes.length;
    for (const [i, item] of node.items.entries()) {
      const wanted = value[i] ?? null;
      const column = this.#column(item.start);
      if (
        item.start < item.end &&
        this.#change(item, wanted, item.start, () => itemText(wanted, column), column)
      )
        continue;
      if (sameValue(this.#values.value(item), wanted)) continue;
      this.changes.length = begun;
      return false;
    }
    return true;
  }

  /** Makes a node say a value: inside it where that can be, else by writing from `from` on anew what `written` says. */
  #change(node: YamlNode, value: Value, from: number, written: () => string, column: number): boolean {
    if (sameValue(this.#values.value(node), value)) return true;
    if (node.kind === 'map' && isMap(value) && this.map(node, value)) return true;
    if (node.kind === 'list' && isList(value) && this.#list(node, value)) return true;
    if (node.kind !== 'scalar' && node.isFlow === true && (isList(value) || isMap(value))) {
      this.changes.push({ from: node.start, to: node.end, text: flowText(value) });
      return true;
    }
    const to = lastEnd(node);
    // A block of text ends with its line.
    const lines = safeForOthers(written().slice(column), value);
    const text = this.#text[to - 1] === '\n' ? lines : lines.replace(/\n$/, '');
    this.changes.push({ from, to: Math.max(from, to), text });
    return true;
  }

  /** Takes the lines of a pair away; not those of a pair that begins behind a `-`. */
  #remove(key: YamlNode, value: YamlNode): boolean {
    const from = key.start - this.#column(key.start);
    if (/\S/.test(this.#text.slice(from, key.start))) return false;
    const to = this.#text.indexOf('\n', Math.max(key.end, lastEnd(value) - 1));
    this.changes.push({ from, to: to < 0 ? this.#text.length : to + 1, text: '' });
    return true;
  }

  #append(at: number, lines: string): void {
    const end = this.#text.indexOf('\n', at - 1);
    if (end < 0) this.changes.push({ from: this.#text.length, to: this.#text.length, text: `\n${lines}` });
    else this.changes.push({ from: end + 1, to: end + 1, text: lines });
  }

  #column(at: number): number {
    return at - (this.#text.lastIndexOf('\n', at - 1) + 1);
  }
}

/** What readers of YAML 1.1, such as PyYAML, would take for something else is written so that they do not: `1e-05`, `off`. */
function safeForOthers(lines: string, value: Value): string {
  if (value instanceof Float) return lines.replace(/((?:^|[\s:-])-?\d)(e[+-]\d+\n?)$/, '$1.0$2');
  const isWord = typeof value === 'string' && /^(?:yes|no|on|off)$/i.test(value);
  return isWord ? lines.replace(/(\S+)(\n?)$/, '"$1"$2') : lines;
}
