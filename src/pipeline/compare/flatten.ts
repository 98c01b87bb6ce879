import { keyValue } from '../model/key.ts';
import { isList, isMap, type Value, type ValueMap } from '../model/value.ts';
import { pythonText } from '../values/text-of.ts';

/** A mapping with those inside it laid open: `loss.train`. Empty ones are left out; a list is one value, as its text. */
export function flatten(map: ValueMap): ValueMap {
  const flat = new Map<string, Value>();
  const add = (key: string, value: Value): void => {
    if (isMap(value)) for (const [inner, item] of value) add(`${keyText(key)}.${keyText(inner)}`, item);
    else flat.set(key, isList(value) ? pythonText(value) : value);
  };
  for (const [key, value] of map) add(key, value);
  return flat;
}

/** How a key is shown. */
export function keyText(key: string): string {
  return pythonText(keyValue(key));
}
