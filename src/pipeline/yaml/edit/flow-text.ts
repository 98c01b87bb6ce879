import { Float, isList, isMap, type Value } from '../../model/value.ts';
import { keyValue } from '../../model/key.ts';
import { floatText } from '../../values/float-text.ts';

/** A value in brackets and braces, on one line. */
export function flowText(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean' || typeof value === 'bigint') return `${value}`;
  if (typeof value === 'string')
    return PLAIN.test(value) && !WORDS.test(value) ? value : JSON.stringify(value);
  if (value instanceof Float) return floatScalar(value.value);
  if (isList(value)) return `[${value.map(flowText).join(', ')}]`;
  if (!isMap(value)) return value.text;
  return `{${[...value].map(([key, item]) => `${flowText(keyValue(key))}: ${flowText(item)}`).join(', ')}}`;
}

/** Text that needs no quotes: words of letters, with signs that mean nothing. */
const PLAIN = /^[A-Za-z_][\w./-]*(?: [\w./-]+)*$/;
/** What would be read as something else. */
const WORDS = /^(?:true|false|null|yes|no|on|off|y|n)$/i;

function floatScalar(n: number): string {
  if (Number.isNaN(n)) return '.nan';
  return Number.isFinite(n) ? floatText(n) : n > 0 ? '.inf' : '-.inf';
}
