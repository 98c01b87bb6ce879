import { keyValue } from '../../model/key.ts';
import { isMap, type Value, type ValueMap } from '../../model/value.ts';
import { pythonText } from '../../values/text-of.ts';

/** Values by their dotted names; empty mappings are left out, lists stay one value. */
export function flatValues(map: ValueMap): ReadonlyMap<string, Value> {
  const flat = new Map<string, Value>();
  const add = (name: string, value: Value): void => {
    if (!isMap(value)) flat.set(name, value);
    else for (const [key, item] of value) add(`${name}.${nameOf(key)}`, item);
  };
  for (const [key, value] of map) add(nameOf(key), value);
  return flat;
}

function nameOf(key: string): string {
  return pythonText(keyValue(key));
}
