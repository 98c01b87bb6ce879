import { keyOf, keyValue } from '../model/key.ts';
import { isList, isMap, type Value, type ValueMap } from '../model/value.ts';
import { globPattern } from './glob-pattern.ts';

/**
 * The parameter that a dotted key names: `train.lr`, `layers.0.size`. A name may hold `*`, `?` and `[…]`, and `**` stands for any names;
 * such a key must lead to one value only. A name with a dot in it cannot be reached.
 *
 * @returns undefined where there is none, or where a pattern leads to several
 */
export function paramAt(values: ValueMap, key: string): Value | undefined {
  if (key === '') return values;
  const names = key.replace(/^\.+/u, '').split('.');
  const stars = names.filter((name) => name === '**').length;
  if (stars > 1) return undefined;
  const found = names.length === 1 && stars === 1 ? below(values) : matching(values, names);
  return found.length === 1 ? found[0] : undefined;
}

function matching(value: Value, names: readonly string[]): readonly Value[] {
  const [name, ...rest] = names;
  if (name === undefined) return [value];
  if (name !== '**') return children(value, name).flatMap((child) => matching(child, rest));
  return [...matching(value, rest), ...members(value).flatMap((child) => matching(child, names))];
}

/** Every value under one, at any depth. */
function below(value: Value): readonly Value[] {
  return members(value).flatMap((child) => [child, ...below(child)]);
}

function members(value: Value): readonly Value[] {
  if (isList(value)) return value;
  return isMap(value) ? [...value].filter(([key]) => hasName(keyValue(key))).map(([, member]) => member) : [];
}

/** Text and whole numbers can be named; truth values count as 0 and 1. */
function hasName(key: Value): key is string | bigint | boolean {
  return typeof key === 'string' || typeof key === 'bigint' || typeof key === 'boolean';
}

/** As Python's `int()` reads a text. */
const INTEGER = /^\s*[+-]?\d+(?:_\d+)*\s*$/u;

function children(value: Value, name: string): readonly Value[] {
  const index = INTEGER.test(name) ? Number(name.replaceAll('_', '')) : undefined;
  const pattern = /[*?[]/u.test(name) ? globPattern(name) : undefined;
  if (isList(value)) {
    const at = index === undefined ? undefined : value.at(index < -value.length ? value.length : index);
    if (at !== undefined) return [at];
    return pattern === undefined ? [] : value.filter((_, i) => pattern.test(`${i}`));
  }
  if (!isMap(value)) return [];
  if (pattern !== undefined) {
    return [...value].filter(([key]) => isNamed(keyValue(key), pattern)).map(([, member]) => member);
  }
  const keys = [name, ...(index === undefined ? [] : [keyOf(BigInt(index)), ...truthKeys(index)])];
  return keys.flatMap((key) => {
    const member = value.get(key);
    return member === undefined ? [] : [member];
  });
}

function truthKeys(index: number): readonly string[] {
  return index === 0 || index === 1 ? [keyOf(index === 1)] : [];
}

function isNamed(key: Value, pattern: RegExp): boolean {
  return hasName(key) && pattern.test(typeof key === 'boolean' ? (key ? 'True' : 'False') : `${key}`);
}
