import { Float, isMap, type Value, type ValueMap } from '../model/value.ts';
import { pythonKey, samePythonValue } from '../values/same-python-value.ts';
import { flatten } from './flatten.ts';

/** One value before and after; `diff` where both are numbers. */
export interface Difference {
  readonly old: Value;
  readonly new: Value;
  readonly diff?: Value;
}

/** By file, then by dotted key; `` is a file that holds a single value. */
export type Differences = ReadonlyMap<string, ReadonlyMap<string, Difference>>;

/** What a file holds that holds nothing, or could not be read. */
const NOTHING: ValueMap = new Map();

/**
 * How the values of files differ, key by key. 1 and 1.0 do not.
 *
 * @param withUnchanged values that do not differ are given too.
 */
export function differences(
  old: ReadonlyMap<string, Value>,
  now: ReadonlyMap<string, Value>,
  withUnchanged: boolean,
): Differences {
  const all = new Map<string, ReadonlyMap<string, Difference>>();
  for (const path of new Set([...old.keys(), ...now.keys()])) {
    const found = ofFile(old.get(path) ?? NOTHING, now.get(path) ?? NOTHING, withUnchanged);
    if (found.size > 0) all.set(path, found);
  }
  return all;
}

function ofFile(old: Value, now: Value, withUnchanged: boolean): ReadonlyMap<string, Difference> {
  const found = new Map<string, Difference>();
  const add = (key: string, before: Value, after: Value): void => {
    if (!withUnchanged && samePythonValue(before, after)) return;
    const diff = minus(after, before);
    found.set(key, { old: before, new: after, ...(diff === undefined ? {} : { diff }) });
  };
  if (!isMap(old) && !isMap(now)) {
    add('', old, now);
    return found;
  }
  const [before, after] = [members(old), members(now)];
  const keys = new Map([...before.values.keys(), ...after.values.keys()].map((key) => [pythonKey(key), key]));
  for (const key of keys.values())
    add(key, before.values.get(key) ?? before.other, after.values.get(key) ?? after.other);
  return found;
}

/** The values of a file, and what stands for a key that it does not have. */
function members(value: Value): { readonly values: ValueMap; readonly other: Value } {
  if (isMap(value)) return { values: flatten(value), other: null };
  const isNothing = value === null || value === '' || value === 0n || value === false;
  return { values: NOTHING, other: isNothing ? null : 'unable to parse' };
}

/** A difference as Python computes it: truth values are numbers, whole numbers stay whole. */
function minus(a: Value, b: Value): Value | undefined {
  const [left, right] = [numberOf(a), numberOf(b)];
  if (left === undefined || right === undefined) return undefined;
  return typeof left === 'bigint' && typeof right === 'bigint'
    ? left - right
    : new Float(Number(left) - Number(right));
}

function numberOf(value: Value): number | bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  return value instanceof Float ? value.value : undefined;
}
