import { keyValue } from '../model/key.ts';
import { Float, isMap, Moment, type Value, type ValueMap } from '../model/value.ts';
import { byCodePoints } from './code-points.ts';
import { floatText } from './float-text.ts';

/**
 * A value as Python's `json.dumps(value, sort_keys=True)` writes it: `", "` and `": "` between, keys sorted by code points, everything
 * beyond ASCII escaped, `NaN` and `Infinity` as such. The keys of the run-cache are hashes of this text.
 *
 * A date or time, which Python refuses there, is written as its text.
 *
 * @param leftOut keys that are left out at any depth
 */
export function jsonText(value: Value, leftOut?: ReadonlySet<string>): string {
  return textOf(value, (map) =>
    [...map.keys()]
      .filter((key) => leftOut?.has(key) !== true)
      .map((key) => ({ key, as: keyValue(key) }))
      .sort((a, b) => byKey(a.as, b.as)),
  );
}

/** A value as Python's `json.dumps(value)` writes it: as {@link jsonText}, with the keys in their own order. */
export function jsonInOrder(value: Value): string {
  return textOf(value, (map) => [...map.keys()].map((key) => ({ key, as: keyValue(key) })));
}

type KeysOf = (map: ValueMap) => readonly { readonly key: string; readonly as: Value }[];

function textOf(value: Value, keysOf: KeysOf): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean' || typeof value === 'bigint') return `${value}`;
  if (typeof value === 'string') return quoted(value);
  if (value instanceof Float) return numberText(value.value);
  if (value instanceof Moment) return quoted(value.text);
  if (!isMap(value)) return `[${value.map((item) => textOf(item, keysOf)).join(', ')}]`;
  const members = keysOf(value).map(
    ({ key, as }) => `${quoted(keyText(as))}: ${textOf(value.get(key) ?? null, keysOf)}`,
  );
  return `{${members.join(', ')}}`;
}

/** Numbers by size, text by code points. Python refuses to sort a mixture; here numbers come first. */
function byKey(a: Value, b: Value): number {
  if (typeof a === 'string' && typeof b === 'string') return byCodePoints(a, b);
  const left = numberOf(a);
  const right = numberOf(b);
  if (left !== undefined && right !== undefined) return left < right ? -1 : left > right ? 1 : 0;
  if (left !== undefined || right !== undefined) return left === undefined ? 1 : -1;
  return byCodePoints(keyText(a), keyText(b));
}

function numberOf(value: Value): number | bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value instanceof Float ? value.value : undefined;
}

function keyText(value: Value): string {
  return typeof value === 'string' ? value : value instanceof Moment ? value.text : jsonText(value);
}

function numberText(n: number): string {
  if (Number.isFinite(n)) return floatText(n);
  return Number.isNaN(n) ? 'NaN' : n > 0 ? 'Infinity' : '-Infinity';
}

// What JSON leaves as it is and Python escapes: all that is not printable ASCII.
const BEYOND_ASCII = /[\u007f-\uffff]/g;

function quoted(text: string): string {
  return JSON.stringify(text).replace(
    BEYOND_ASCII,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
