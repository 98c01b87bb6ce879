import { Float, isList, isMap, Moment, type Value } from '../../model/value.ts';

/** Whether two values are written the same but for the order of keys: 1 is not 1.0, NaN is itself. */
export function sameValue(a: Value, b: Value): boolean {
  if (a instanceof Float) return b instanceof Float && Object.is(a.value, b.value);
  if (a instanceof Moment) return b instanceof Moment && a.kind === b.kind && a.text === b.text;
  if (isList(a)) return isList(b) && a.length === b.length && a.every((item, i) => isSame(item, b[i]));
  if (isMap(a))
    return isMap(b) && a.size === b.size && [...a].every(([key, item]) => isSame(item, b.get(key)));
  return a === b;
}

function isSame(a: Value, b: Value | undefined): boolean {
  return b !== undefined && sameValue(a, b);
}
