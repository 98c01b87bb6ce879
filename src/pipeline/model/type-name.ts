import { isList, isMap, Moment, type Value } from './value.ts';

/** The name that Python has for the type of a value. */
export function typeName(value: Value): string {
  if (value === null) return 'NoneType';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'bigint') return 'int';
  if (typeof value === 'string') return 'str';
  if (isList(value)) return 'list';
  if (isMap(value)) return 'dict';
  return value instanceof Moment ? value.kind : 'float';
}
