import { unreachable } from '../result.ts';
import {
  type Comparison,
  type Condition,
  fold,
  type Operand,
  type Pattern,
  type SortKey,
} from './filter-ast.ts';
import { fieldOf } from './filter-fields.ts';
import type { IndexRow } from './index-row.ts';
import type { Scalar } from './journal-event.ts';

/** Does the run satisfy the condition? The same answer as the SQL of `filter-sql.ts`.
 *
 * @example
 * matches({ op: 'like', on: { field: 'state' }, pattern: literal('failed') }, row)
 */
export function matches(condition: Condition, row: IndexRow): boolean {
  switch (condition.op) {
    case 'and':
      return condition.of.every((part) => matches(part, row));
    case 'or':
      return condition.of.some((part) => matches(part, row));
    case 'not':
      return !matches(condition.of, row);
    case 'like':
      return textsOf(condition.on, row).some((text) => globMatches(condition.pattern, text));
    case 'compare': {
      const number = numberOf(condition.on, row);
      return number !== null && compares(number, condition.with, condition.value);
    }
    default:
      return unreachable(condition);
  }
}

/** Orders rows as `sort:` says, then newest first; what lacks the value comes last either way. */
export function compareRows(sort: readonly SortKey[]): (a: IndexRow, b: IndexRow) => number {
  return (a, b) => {
    for (const { by, descending } of sort) {
      const sign = descending ? -1 : 1;
      const order =
        nullsLast(numberOf(by, a), numberOf(by, b), (x, y) => sign * (x - y)) ||
        nullsLast(textsOf(by, a)[0] ?? null, textsOf(by, b)[0] ?? null, (x, y) => sign * byCodePoint(x, y));
      if (order !== 0) return order;
    }
    return nullsLast(a.startedMs, b.startedMs, (x, y) => y - x) || byCodePoint(fold(b.id), fold(a.id));
  };
}

function nullsLast<T>(a: T | null, b: T | null, compare: (a: T, b: T) => number): number {
  if (a === null) return b === null ? 0 : 1;
  return b === null ? -1 : compare(a, b);
}

/** The order of UTF-8 bytes, as SQLite has it; UTF-16 units would put an emoji before U+FFFD. */
function byCodePoint(a: string, b: string): number {
  if (a === b) return 0;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  if (at > 0 && isLowSurrogate(a.charCodeAt(at)) && isLowSurrogate(b.charCodeAt(at))) at--;
  return (a.codePointAt(at) ?? -1) - (b.codePointAt(at) ?? -1);
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** The number an operand stands for, if it is one. */
export function numberOf(operand: Operand, row: IndexRow): number | null {
  if ('metric' in operand) return own(row.metrics, operand.metric) ?? null;
  if ('param' in operand) return scalarNumber(own(row.params, operand.param));
  if ('any' in operand) return null;
  const value = fieldOf(operand.field).get(row);
  return typeof value === 'number' ? value : null;
}

function textsOf(operand: Operand, row: IndexRow): readonly string[] {
  if ('metric' in operand) return [];
  if ('param' in operand) {
    const value = own(row.params, operand.param);
    return value === undefined ? [] : [scalarText(value)];
  }
  if ('any' in operand) return operand.any === 'words' ? [wordsOf(row)] : row.tags.map(fold);
  const value = fieldOf(operand.field).get(row);
  return typeof value === 'string' ? [fold(value)] : [];
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** All that free text is looked for in, folded. */
export function wordsOf(row: IndexRow): string {
  return fold([row.id, row.name, row.project, row.command, row.host, ...row.tags, ...row.notes].join('\n'));
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** A finite number in plain or exponent form; undefined for anything else. */
export function plainNumber(text: string): number | undefined {
  const value = NUMBER.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

/** A parameter as a number; `"0.1"` counts as one, for parameters of a command line are text. */
export function scalarNumber(value: Scalar | undefined): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return typeof value === 'string' ? (plainNumber(value) ?? null) : null;
}

/** A parameter as folded text. */
export function scalarText(value: Scalar): string {
  return fold(String(value));
}

function compares(number: number, comparison: Comparison, value: number): boolean {
  switch (comparison) {
    case '<':
      return number < value;
    case '<=':
      return number <= value;
    case '=':
      return number === value;
    case '>=':
      return number >= value;
    case '>':
      return number > value;
    default:
      return unreachable(comparison);
  }
}

/** Matches folded text against a pattern, by code points; linear but for the last star's retries. */
export function globMatches(pattern: Pattern, text: string): boolean {
  const wanted = pattern.flatMap((part): readonly Wanted[] =>
    typeof part === 'string' ? [part] : Array.from(part.text, (exactly) => ({ exactly })),
  );
  const given = Array.from(text);
  let w = 0;
  let star = -1;
  let resume = 0;
  for (let g = 0; g < given.length; ) {
    const part = wanted[w];
    if (part === '*') {
      star = w++;
      resume = g;
    } else if (part === '?' || (part !== undefined && part.exactly === given[g])) {
      w++;
      g++;
    } else if (star >= 0) {
      w = star + 1;
      g = ++resume;
    } else return false;
  }
  while (wanted[w] === '*') w++;
  return w === wanted.length;
}

type Wanted = '*' | '?' | { readonly exactly: string };
