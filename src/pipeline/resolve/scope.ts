import { err, ok, type Result } from '../../result.ts';
import { namesOf } from './expression.ts';
import type { Node } from './node.ts';

/** What `${}` can name at one place: the values of files and `vars`, and over them `item` and `key` of a group. */
export class Scope {
  readonly base: Map<string, Node>;
  readonly over: ReadonlyMap<string, Node>;
  /** Is told each value that is used. */
  readonly used: ((node: Node) => void) | undefined;

  constructor(base: Map<string, Node>, over: ReadonlyMap<string, Node>, used?: (node: Node) => void) {
    this.base = base;
    this.over = over;
    this.used = used;
  }

  /** The value of a top-level name. */
  get(name: string): Node | undefined {
    return this.over.get(name) ?? this.base.get(name);
  }

  /** Every top-level name. */
  names(): readonly string[] {
    return [...new Set([...this.over.keys(), ...this.base.keys()])];
  }

  /** The value that an expression names; where there is none, the name that was not found and those that are there. */
  select(inner: string): Result<Node, Missing> {
    const names = namesOf(inner);
    const [first = '', ...rest] = names;
    let node = this.get(first);
    if (node === undefined) return err({ name: first, before: [], known: this.names() });
    for (const [i, name] of rest.entries()) {
      const next: Node | undefined = child(node, name);
      if (next === undefined) {
        return err({ name, before: names.slice(0, i + 1), known: [...(node.members?.keys() ?? [])] });
      }
      node = next;
    }
    this.used?.(node);
    return ok(node);
  }
}

/** A name that is not there. */
export interface Missing {
  readonly name: string;
  /** The names that lead to where it should be. */
  readonly before: readonly string[];
  /** Names that stand beside where it should be. */
  readonly known: readonly string[];
}

/** As Python's `int()` reads a text; an index may count from the end. */
const INDEX = /^[+-]?\d+(?:_\d+)*$/u;

function child(node: Node, name: string): Node | undefined {
  const { members, items } = node;
  if (members !== undefined) return members.get(name);
  return items !== undefined && INDEX.test(name) ? items.at(indexIn(name, items.length)) : undefined;
}

function indexIn(name: string, length: number): number {
  const index = Number(name.replaceAll('_', ''));
  return index < -length ? length : index;
}
