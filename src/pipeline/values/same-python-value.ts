import { keyValue } from '../model/key.ts';
import { Float, isList, isMap, Moment, type Value, type ValueMap } from '../model/value.ts';

/** Whether Python's `==` holds between two values: 1, 1.0 and true are one, the order of a mapping does not count, NaN is not itself. */
export function samePythonValue(a: Value, b: Value): boolean {
  const left = numberOf(a);
  const right = numberOf(b);
  // A bigint and a number are compared exactly, as in Python, by the loose operator only.
  // oxlint-disable-next-line eqeqeq
  if (left !== undefined && right !== undefined) return left == right;
  if (a instanceof Moment && b instanceof Moment) return a.kind === b.kind && a.text === b.text;
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, i) => sameItem(item, b[i]));
  if (isMap(a) && isMap(b)) return a.size === b.size && sameMembers(a, b);
  return a === b;
}

/** A key by which Python finds the same member: whole floats and truth values are found as whole numbers. */
export function pythonKey(key: string): string | number | bigint {
  const value = keyValue(key);
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value === 'bigint') return value;
  if (value instanceof Float) return Number.isInteger(value.value) ? BigInt(value.value) : value.value;
  return key;
}

function sameItem(a: Value, b: Value | undefined): boolean {
  return b !== undefined && samePythonValue(a, b);
}

function sameMembers(a: ValueMap, b: ValueMap): boolean {
  const found = new Map([...b].map(([key, value]) => [pythonKey(key), value]));
  return [...a].every(([key, value]) => sameItem(value, found.get(pythonKey(key))));
}

function numberOf(value: Value): number | bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value instanceof Float ? value.value : undefined;
}
