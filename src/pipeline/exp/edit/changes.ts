import { keyValue } from '../../model/key.ts';
import { isMap, type Value, type ValueMap } from '../../model/value.ts';
import { pythonText } from '../../values/text-of.ts';
import { samePythonValue } from '../../values/same-python-value.ts';

/** A value that is to become another, by the names that lead to it. */
export interface Change {
  readonly path: readonly string[];
  /** Undefined where there was none. */
  readonly before: Value | undefined;
  /** Undefined where there is to be none. */
  readonly after: Value | undefined;
}

/** What has to change in a mapping, at the deepest places. */
export function changesOf(
  before: ValueMap,
  after: ValueMap,
  path: readonly string[] = [],
): readonly Change[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  return [...keys].flatMap((key): readonly Change[] => {
    const old = before.get(key);
    const now = after.get(key);
    const at = [...path, pythonText(keyValue(key))];
    if (isMap(old) && isMap(now)) return changesOf(old, now, at);
    const isSame =
      old !== undefined && now !== undefined && samePythonValue(old, now) && typeof old === typeof now;
    return isSame ? [] : [{ path: at, before: old, after: now }];
  });
}
