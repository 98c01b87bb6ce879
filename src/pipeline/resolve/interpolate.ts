import { err, ok, type Result } from '../../result.ts';
import { isTextKey, keyOf, keyValue } from '../model/key.ts';
import { isList, isMap, type Value } from '../model/value.ts';
import { textOf } from '../values/text-of.ts';
import { dotted, type Expression, expressionsIn, isWellFormed, unescaped } from './expression.ts';
import { flagsText, type Parsing } from './flags.ts';
import { type Node, nodeOf, type Unusable, WRITTEN } from './node.ts';
import type { Scope } from './scope.ts';

/** Why a `${…}` cannot be replaced. */
export interface Fault {
  readonly kind: 'form' | 'missing' | 'type' | 'vars';
  readonly message: string;
  /** What stands in the braces. */
  readonly inner: string;
  /** Of what is missing: the name, those that lead to it, and those that are there. */
  readonly name?: string;
  readonly before?: readonly string[];
  readonly known?: readonly string[];
}

/** What holds while a value is interpolated. */
export interface Setting {
  readonly scope: Scope;
  /** The key of the stage, where only single values may be put in, and mappings in `cmd`; undefined where anything may. */
  readonly key?: string;
  readonly parsing?: Parsing;
  /** Whether this is a stage of a group: messages name what is missing as it is written there, with dots elsewhere. */
  readonly inGroup?: boolean;
}

/** Replaces every `${…}` in a value, in the names of mappings too. A text that is one `${…}` becomes the value itself. */
export function interpolate(value: Value, setting: Setting): Result<Value, Fault> {
  if (typeof value === 'string') return interpolateText(value, setting);
  if (isList(value)) {
    const items: Value[] = [];
    for (const item of value) {
      const done = interpolate(item, setting);
      if (!done.ok) return done;
      items.push(done.value);
    }
    return ok(items);
  }
  if (!isMap(value)) return ok(value);
  const members = new Map<string, Value>();
  for (const [key, member] of value) {
    const name = isTextKey(key) ? interpolateText(key, setting) : ok(keyValue(key));
    if (!name.ok) return name;
    const done = interpolate(member, setting);
    if (!done.ok) return done;
    if (isMap(name.value) || isList(name.value)) {
      return err({ kind: 'type', message: `'${key}' cannot be a key: it is no single value`, inner: '' });
    }
    members.set(keyOf(name.value), done.value);
  }
  return ok(members);
}

/** Replaces every `${…}` in a text. */
export function interpolateText(text: string, setting: Setting): Result<Value, Fault> {
  const expressions = expressionsIn(text);
  const [only] = expressions;
  if (only === undefined) return ok(unescaped(text));
  if (isWhole(only, text)) {
    const node = select(only.inner, setting);
    return node.ok ? ok(node.value.value) : node;
  }
  const parts: string[] = [];
  let at = 0;
  for (const { inner, start, end } of expressions) {
    const node = select(inner, setting);
    if (!node.ok) return node;
    const put = putIn(node.value.value, inner, setting);
    if (!put.ok) return put;
    parts.push(text.slice(at, start), put.value);
    at = end;
  }
  parts.push(text.slice(at));
  return ok(unescaped(parts.join('')));
}

/** Like {@link interpolate}, but what is named stays what it is, so that it is known where it came from. */
export function interpolateNodes(value: Value, scope: Scope, key = '', parent?: Node): Result<Node, Fault> {
  if (typeof value === 'string') {
    const [only] = expressionsIn(value);
    if (only !== undefined && isWhole(only, value)) return select(only.inner, { scope });
  }
  if (isList(value) || isMap(value)) {
    const container = nodeOf(isList(value) ? [] : new Map(), WRITTEN, key, parent, []);
    const entries = isList(value) ? value.map((item, i) => [`${i}`, item] as const) : value;
    const done: [string, Node][] = [];
    for (const [name, member] of entries) {
      if (parent !== undefined && !isTextKey(name)) continue;
      const label = isList(value) || !isTextKey(name) ? ok(keyValue(name)) : interpolateText(name, { scope });
      if (!label.ok) return label;
      const node = interpolateNodes(member, scope, textOf(label.value), container);
      if (!node.ok) return node;
      done.push([textOf(label.value), node.value]);
    }
    return ok(container.with(done));
  }
  const done = interpolate(value, { scope });
  if (!done.ok) return done;
  const unusable: Unusable[] = [];
  const node = nodeOf(done.value, WRITTEN, key, parent, unusable);
  const [first] = unusable;
  if (first === undefined) return ok(node);
  return err({
    kind: 'type',
    message: `Unsupported value of type '${first.type}' in '${first.path}'`,
    inner: '',
  });
}

/** The first `${…}` of a value whose form is wrong. */
export function formFault(value: Value): Fault | undefined {
  if (typeof value === 'string') {
    const wrong = expressionsIn(value).find(({ inner }) => !isWellFormed(inner));
    return wrong === undefined ? undefined : malformed(wrong.inner);
  }
  const members = isMap(value) ? [...value].flat() : isList(value) ? value : [];
  for (const member of members) {
    const fault = formFault(member);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function malformed(inner: string): Fault {
  return { kind: 'form', message: `\${${inner}} is not the name of a value`, inner };
}

function isWhole({ start, end }: Expression, text: string): boolean {
  return start === 0 && end === text.length;
}

function select(inner: string, { scope, key, inGroup }: Setting): Result<Node, Fault> {
  if (inGroup !== true && !isWellFormed(inner)) return err(malformed(inner));
  const node = scope.select(inner);
  if (!node.ok)
    return err({
      kind: 'missing',
      message: `Could not find '${inGroup === true ? inner : dotted(inner)}'`,
      inner,
      ...node.error,
    });
  if (key === undefined || (key === 'cmd' && node.value.members !== undefined)) return node;
  const type =
    node.value.members === undefined ? (node.value.items === undefined ? undefined : 'list') : 'dict';
  if (type === undefined) return node;
  return err({ kind: 'type', message: `Cannot interpolate data of type '${type}'`, inner });
}

function putIn(value: Value, inner: string, { parsing }: Setting): Result<string, Fault> {
  if (isMap(value)) {
    const flags = flagsText(value, parsing ?? {});
    return flags.ok ? flags : err({ kind: 'type', message: flags.error, inner });
  }
  return ok(textOf(value));
}
