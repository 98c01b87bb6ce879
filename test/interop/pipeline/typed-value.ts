import { keyValue } from '../../../src/pipeline/model/key.ts';
import { Float, isList, isMap, Moment, type Value } from '../../../src/pipeline/model/value.ts';
import { floatText } from '../../../src/pipeline/values/float-text.ts';

/** A value as `yaml_peer.py` takes and gives it: JSON that keeps whole numbers, floats, dates and keys apart. */
export function typed(value: Value): unknown {
  if (value === null) return ['z'];
  if (typeof value === 'boolean') return ['b', value];
  if (typeof value === 'bigint') return ['i', `${value}`];
  if (typeof value === 'string') return ['s', value];
  if (value instanceof Float) return ['f', floatText(value.value)];
  if (value instanceof Moment) return ['t', value.kind, value.text];
  if (isMap(value)) return ['m', [...value].map(([key, item]) => [typed(keyValue(key)), typed(item)])];
  return ['l', isList(value) ? value.map(typed) : []];
}
