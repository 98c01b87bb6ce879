import { unreachable } from '../result.ts';
import { type Comparison, type Condition, fold, type Operand, type Pattern } from './filter-ast.ts';
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

/** The number an operand stands for, if it is one. */
export function numberOf(operand: Operand, row: IndexRow): number | null {
  if ('metric' in operand) return own(row.metrics, operand.metric) ?? null;
  if ('param' in operand) return scalarNumber(own(row.params, operand.param));
  if ('any' in operand) return null;
  const value = fieldOf(operand.field).get(row);
  return typeof value === 'number' ? value : null;
}

/** The text an operand stands for, folded, if it is one. Tags, which are several, are ordered by the first. */
export function textOf(operand: Operand, row: IndexRow): string | null {
  return textsOf(operand, row)[0] ?? null;
}

function textsOf(operand: Operand, row: IndexRow): readonly string[] {
  if ('metric' in operand) return [];
  if ('param' in operand) {
    const value = own(row.params, operand.param);
    return value === undefined ? [] : [scalarText(value)];
  }
  if ('any' in operand) return operand.any === 'words' ? [keptWordsOf(row)] : row.tags.map(fold);
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

const kept = new WeakMap<IndexRow, string>();

/** {@link wordsOf} of a row that is asked again and again: put together once. */
function keptWordsOf(row: IndexRow): string {
  const words = kept.get(row) ?? wordsOf(row);
  kept.set(row, words);
  return words;
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

/** Whether folded text matches a pattern, by code points. */
export function globMatches(pattern: Pattern, text: string): boolean {
  return matcherOf(pattern)(text);
}

type Matcher = (text: string) => boolean;

const LONE_SURROGATE = /\p{Surrogate}/u;

/** A filter asks ten thousand runs the same question at each key. */
const matchers = new WeakMap<Pattern, Matcher>();

function matcherOf(pattern: Pattern): Matcher {
  const known = matchers.get(pattern);
  if (known !== undefined) return known;
  const made = plainMatcher(pattern) ?? anyMatcher(pattern);
  matchers.set(pattern, made);
  return made;
}

/** For one text, alone or with a star before or behind it, as nearly all patterns are; undefined for others. */
function plainMatcher(pattern: Pattern): Matcher | undefined {
  const [first, last] = [pattern[0] === '*', pattern.length > 1 && pattern.at(-1) === '*'];
  const [part, second] = pattern.slice(first ? 1 : 0, last ? -1 : undefined);
  if (part === undefined || typeof part === 'string' || second !== undefined) return undefined;
  const wanted = part.text;
  // Half of a pair of surrogates would be found within a whole one.
  if (LONE_SURROGATE.test(wanted)) return undefined;
  if (first) return last ? (text) => text.includes(wanted) : (text) => text.endsWith(wanted);
  return last ? (text) => text.startsWith(wanted) : (text) => text === wanted;
}

/** For any pattern: linear but for the last star's retries. */
function anyMatcher(pattern: Pattern): Matcher {
  const wanted = pattern.flatMap((part): readonly Wanted[] =>
    typeof part === 'string' ? [part] : Array.from(part.text, (exactly) => ({ exactly })),
  );
  return (text) => {
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
  };
}

type Wanted = '*' | '?' | { readonly exactly: string };
