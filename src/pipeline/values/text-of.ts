import { keyValue } from '../model/key.ts';
import { Float, isMap, Moment, type Value } from '../model/value.ts';
import { floatText } from './float-text.ts';

/** A value as DVC puts it into a text: `true` and `false` small, nothing as `None`, numbers, lists and mappings as Python's `str` writes them. */
export function textOf(value: Value): string {
  return typeof value === 'boolean' ? `${value}` : pythonText(value);
}

/** A value as Python's `str` writes it. */
export function pythonText(value: Value): string {
  if (typeof value === 'string') return value;
  return value instanceof Moment ? value.text : pythonRepr(value);
}

/** A value as Python's `repr` writes it: `[1, 'a', None]`; a date or time as its text. */
export function pythonRepr(value: Value): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'bigint') return `${value}`;
  if (typeof value === 'string') return stringRepr(value);
  if (value instanceof Float) return floatText(value.value);
  if (value instanceof Moment) return value.text;
  if (isMap(value)) {
    const members = [...value].map(([key, item]) => `${keyRepr(keyValue(key))}: ${pythonRepr(item)}`);
    return `{${members.join(', ')}}`;
  }
  return `[${value.map(pythonRepr).join(', ')}]`;
}

/** A list that is a key is a tuple in Python. */
function keyRepr(value: Value): string {
  if (!Array.isArray(value)) return pythonRepr(value);
  const items = value.map((item: Value) => keyRepr(item));
  return items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
// Python writes as they are what Unicode calls printable: no separators but the space, no controls, nothing unassigned.
const NOT_PRINTABLE = /[\p{Z}\p{C}]/u;

function stringRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let out = quote;
  for (const char of text) {
    if (char === quote) out += `\\${char}`;
    else out += ESCAPES[char] ?? (char !== ' ' && NOT_PRINTABLE.test(char) ? escaped(char) : char);
  }
  return out + quote;
}

function escaped(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
