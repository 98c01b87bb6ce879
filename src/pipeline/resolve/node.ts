import { isTextKey } from '../model/key.ts';
import { isList, isMap, Moment, type Value, type ValueMap } from '../model/value.ts';

/** What a file or a `vars` section gives: told where a value is set twice, and where one that is used came from. */
export interface Source {
  /** `params.yaml`, `vars[0]`, `train.vars[1]`; undefined for what the stage itself writes. */
  readonly name: string | undefined;
  /** Whether it is a file, so that its values are parameters to be shown. */
  readonly isFile: boolean;
}

/** Values that dvc.yaml itself writes. */
export const WRITTEN: Source = { name: undefined, isFile: false };

/** A value that `${}` can name, with where it came from. */
export class Node {
  readonly content: Exclude<Value, readonly Value[] | ValueMap> | readonly Node[] | Map<string, Node>;
  readonly source: Source;
  readonly key: string;
  readonly parent: Node | undefined;

  constructor(content: Node['content'], source: Source, key: string, parent: Node | undefined) {
    this.content = content;
    this.source = source;
    this.key = key;
    this.parent = parent;
  }

  /** A container with these members in place of its own. */
  with(members: readonly (readonly [string, Node])[]): Node {
    const content = this.members === undefined ? members.map(([, node]) => node) : new Map(members);
    return new Node(content, this.source, this.key, this.parent);
  }

  /** Names from the top of its source, joined by dots. */
  get path(): string {
    const above = this.parent === undefined ? '' : this.parent.path;
    return above === '' ? this.key : `${above}.${this.key}`;
  }

  /** The value that it stands for. */
  get value(): Value {
    const { content } = this;
    if (content instanceof Map) return new Map([...content].map(([key, node]) => [key, node.value]));
    return isNodes(content) ? content.map((node) => node.value) : content;
  }

  /** The mapping that it is; undefined for anything else. */
  get members(): Map<string, Node> | undefined {
    return this.content instanceof Map ? this.content : undefined;
  }

  /** The list that it is; undefined for anything else. */
  get items(): readonly Node[] | undefined {
    return isNodes(this.content) ? this.content : undefined;
  }
}

/** A value that cannot be used in `${}`, and the way to it. */
export interface Unusable {
  readonly path: string;
  readonly type: string;
}

/** Makes a value nameable. Dates and times are given to `unusable`: DVC refuses a file that has one. */
export function nodeOf(
  value: Value,
  source: Source,
  key: string,
  parent: Node | undefined,
  unusable: Unusable[],
): Node {
  if (isMap(value)) {
    const members = new Map<string, Node>();
    const node = new Node(members, source, key, parent);
    for (const [name, member] of value) {
      // A name that is not text cannot be written in `${}`; DVC drops it.
      if (isTextKey(name)) members.set(name, nodeOf(member, source, name, node, unusable));
    }
    return node;
  }
  if (isList(value)) {
    const items: Node[] = [];
    const node = new Node(items, source, key, parent);
    value.forEach((item, i) => items.push(nodeOf(item, source, `${i}`, node, unusable)));
    return node;
  }
  const node = new Node(value, source, key, parent);
  if (value instanceof Moment) unusable.push({ path: node.path, type: value.kind });
  return node;
}

function isNodes(content: Node['content']): content is readonly Node[] {
  return Array.isArray(content);
}
