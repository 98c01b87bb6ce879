import { Float, isList, isMap, type Value } from '../../model/value.ts';
import { pythonText } from '../../values/text-of.ts';
import { pythonG } from './python-g.ts';

/**
 * A value as it stands in the table of experiments.
 *
 * @param digits significant ones of numbers that are not whole; undefined: all.
 */
export function cellText(value: Value, digits: number | undefined): string {
  return pythonText(digits === undefined ? value : rounded(value, digits));
}

/** As DVC does it, numbers in lists become texts, which stand in quotes then. */
function rounded(value: Value, digits: number): Value {
  if (value instanceof Float) return pythonG(value.value, digits);
  if (isMap(value)) return new Map([...value].map(([key, item]) => [key, rounded(item, digits)]));
  return isList(value) ? value.map((item) => rounded(item, digits)) : value;
}
