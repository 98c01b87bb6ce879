import { keyValue } from '../model/key.ts';
import { isList, isMap, type Value, type ValueMap } from '../model/value.ts';
import { pythonText } from '../values/text-of.ts';
import { globPattern } from './glob-pattern.ts';

/**
 * The part of some values that dotted keys lead to, in the shape that they have there: `a.b` of `{a: {b: 1, c: 2}}` is `{a: {b: 1}}`. Keys may hold
 * patterns; those that lead nowhere give nothing.
 */
export function paramsAt(values: ValueMap, keys: readonly string[]): ValueMap {
  return keys.reduce<ValueMap>((found, key) => {
    const part = partOf(values, key.split('.'));
    return isMap(part) ? merged(found, part) : found;
  }, new Map());
}

function partOf(value: Value, names: readonly string[]): Value | undefined {
  const [name, ...rest] = names;
  if (name === undefined) return value;
  if (isMap(value)) {
    const members = [...value].flatMap(([key, member]): [string, Value][] => {
      const part = isNamed(keyText(key), name) ? partOf(member, rest) : undefined;
      return part === undefined ? [] : [[key, part]];
    });
    return members.length === 0 ? undefined : new Map(members);
  }
  if (!isList(value)) return undefined;
  const parts = value.map((item, i) => (isNamed(`${i}`, name) ? partOf(item, rest) : undefined));
  const last = parts.findLastIndex((part) => part !== undefined);
  return last < 0 ? undefined : parts.slice(0, last + 1).map((part) => part ?? null);
}

function isNamed(key: string, name: string): boolean {
  return key === name || (/[*?[]/.test(name) && globPattern(name).test(key));
}

function keyText(key: string): string {
  return pythonText(keyValue(key));
}

function merged(a: ValueMap, b: ValueMap): ValueMap {
  const all = new Map(a);
  for (const [key, value] of b) {
    const known = all.get(key);
    all.set(key, isMap(known) && isMap(value) ? merged(known, value) : value);
  }
  return all;
}
