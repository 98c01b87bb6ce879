import { Float, isList, isMap, type Value } from '../model/value.ts';
import { pythonText } from '../values/text-of.ts';
import { roundTo } from './round.ts';

/**
 * A value as it stands in a table.
 *
 * @param digits behind the point; undefined: as many as there are.
 */
export function fieldText(value: Value | undefined, digits?: number): string {
  if (value === undefined || value === null) return '-';
  return pythonText(digits === undefined ? value : rounded(value, digits));
}

function rounded(value: Value, digits: number): Value {
  if (value instanceof Float) return new Float(roundTo(value.value, digits));
  if (isMap(value)) return new Map([...value].map(([key, item]) => [key, rounded(item, digits)]));
  return isList(value) ? value.map((item) => rounded(item, digits)) : value;
}
