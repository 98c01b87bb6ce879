import type { Scalar } from '../../book/journal-event.ts';
import { Float, isList, isMap, Moment, type Value } from '../model/value.ts';
import type { Inputs } from './new-entry.ts';

/** What a stage's parameters are called in the book: the dotted key, with the file before it where it is not the usual one; mappings laid open. */
export function stageParams({ params }: Inputs): Readonly<Record<string, Scalar>> {
  const found: Record<string, Scalar> = {};
  const add = (name: string, value: Value): void => {
    if (isMap(value)) for (const [key, inner] of value) add(`${name}.${key}`, inner);
    else if (!isList(value)) found[name] = scalarOf(value);
  };
  for (const [{ path }, values] of params)
    for (const [key, value] of values) add(path === 'params.yaml' ? key : `${path}:${key}`, value);
  return found;
}

function scalarOf(value: null | boolean | bigint | Float | string | Moment): Scalar {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : `${value}`;
  if (value instanceof Float) return Number.isFinite(value.value) ? value.value : `${value.value}`;
  return value instanceof Moment ? value.text : value;
}
