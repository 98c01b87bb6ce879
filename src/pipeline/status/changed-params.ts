import { paramAt } from '../params/param-at.ts';
import type { ParamsDep } from '../model/stage.ts';
import type { ValueMap } from '../model/value.ts';
import { samePythonValue } from '../values/same-python-value.ts';
import type { ParamChange } from './changes.ts';

/**
 * How the parameters of a file differ from those of the last run, by Python's `==`: 1 and 1.0 do not.
 *
 * @param now the file's values.
 * @param then the values in dvc.lock, by dotted key.
 */
export function changedParams(
  { keys }: ParamsDep,
  now: ValueMap,
  then: ValueMap,
): ReadonlyMap<string, ParamChange> {
  const asked = keys === 'all' ? new Set([...now.keys(), ...then.keys()]) : new Set(keys);
  const changes = new Map<string, ParamChange>();
  for (const key of asked) {
    const value = keys === 'all' ? now.get(key) : paramAt(now, key);
    const before = then.get(key);
    if (value === undefined) changes.set(key, 'deleted');
    else if (before === undefined) changes.set(key, 'new');
    else if (!samePythonValue(value, before)) changes.set(key, 'modified');
  }
  return changes;
}
