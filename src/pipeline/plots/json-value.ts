import { Float, type Value } from '../model/value.ts';

/** Anything that JSON can say. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** A constant of the program as a {@link Value}: numbers without a point are whole. */
export function valueOfJson(json: JsonValue): Value {
  if (typeof json === 'number') return Number.isInteger(json) ? BigInt(json) : new Float(json);
  if (typeof json !== 'object' || json === null) return json;
  if (isArray(json)) return json.map(valueOfJson);
  return new Map(Object.entries(json).map(([key, value]) => [key, valueOfJson(value)]));
}

function isArray(json: JsonValue): json is readonly JsonValue[] {
  return Array.isArray(json);
}
