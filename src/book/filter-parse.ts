import type { Problem } from '../errors.ts';
import { err, ok, type Result } from '../result.ts';
import { closest } from './closest.ts';
import {
  type Comparison,
  type Condition,
  type Filter,
  literal,
  type Operand,
  type Pattern,
  type SortKey,
} from './filter-ast.ts';
import { type Field, FIELD_NAMES, fieldNamed, fieldOf, isTextField } from './filter-fields.ts';
import { globMatches, plainNumber } from './filter-match.ts';
import { plainName } from './plain-name.ts';
import { filterProblem, type Span, type Token, tokenize, type ValueSpan } from './filter-tokens.ts';
import { type Complaint, patternOf, quantityOf, timeCondition, timeOf } from './filter-values.ts';

/** What the grammar depends on. */
export interface FilterContext {
  readonly nowMs: number;
  /** Names of the metrics and parameters in the book; without them (an empty book) `metric.X` is taken as written. */
  readonly names?: KnownNames;
  /** The zone that a name of a place means (`FR` is FRA, `UK` is GBR); asked only where a filter names a place. */
  readonly zoneOf?: (text: string) => string | undefined;
}

export interface KnownNames {
  readonly metrics: readonly string[];
  readonly params: readonly string[];
}

/**
 * Reads a filter: `state:failed energy>0.5kWh param.lr<1e-3 tag:ablation start>-7d name:calm* "free text" sort:-energy`.
 * Words are joined by AND, values of a comma list by OR; `-` or `!` before a word turns it round. An unknown key, unit, value
 * or metric is an E_FILTER that points at it, never an empty list.
 *
 * @example
 * parseFilter('state:failed', { nowMs: 0 })
 */
export function parseFilter(text: string, context: FilterContext): Result<Filter> {
  const tokens = tokenize(text);
  if (!tokens.ok) return tokens;
  const where: Condition[] = [];
  const sort: SortKey[] = [];
  for (const token of tokens.value) {
    if (token.key?.text.toLowerCase() === 'sort' && !token.negated) {
      const keys = sortKeys(text, token, context);
      if (!keys.ok) return keys;
      sort.push(...keys.value);
      continue;
    }
    const condition = conditionOf(text, token, context);
    if (!condition.ok) return condition;
    const turned = token.negated !== (token.operator === '!=');
    where.push(turned ? { op: 'not', of: condition.value } : condition.value);
  }
  return ok({ where: only(where, 'and'), sort });
}

/** Reads the value of `--sort`: `-energy,name`. */
export function parseSort(text: string, context: FilterContext): Result<readonly SortKey[]> {
  const parsed = parseFilter(text.trim() === '' ? '' : `sort:${text.trim()}`, context);
  return parsed.ok ? ok(parsed.value.sort) : parsed;
}

/** Joins the words of a command line to one filter; a word with spaces and no operator is quoted, as the shell has eaten its quotes. */
export function filterFromWords(words: readonly string[]): string {
  return words
    .map((word) => {
      const bare = /\s/.test(word) && !/[:=<>"]/.test(word);
      return bare ? `"${word.replace(/[\\"]/g, '\\$&')}"` : word;
    })
    .join(' ');
}

function only(conditions: readonly Condition[], op: 'and' | 'or'): Condition {
  const [first] = conditions;
  return conditions.length === 1 && first !== undefined ? first : { op, of: conditions };
}

function conditionOf(text: string, token: Token, context: FilterContext): Result<Condition> {
  const { key, operator = ':', values } = token;
  if (key === undefined) return ok(wordCondition(values));
  const operand = operandOf(text, key, context);
  if (!operand.ok) return operand;
  const comparison: Comparison = operator === ':' || operator === '!=' ? '=' : operator;
  if (comparison !== '=' && values.length > 1) {
    return err(
      filterProblem(
        text,
        token,
        `"${operator}" takes one value`,
        'A list means "one of these", which only fits `:`.',
        `Write one value, or \`${key.text}:…,…\`.`,
      ),
    );
  }
  const any: Condition[] = [];
  for (const value of values) {
    const condition = valueCondition(operand.value, key, comparison, value, context);
    if (!condition.ok) {
      const { what, why, fix } = condition.error;
      return err(filterProblem(text, value, what, why, fix));
    }
    any.push(condition.value);
  }
  return ok(only(any, 'or'));
}

/** Free text is looked for anywhere in the run's words. */
function wordCondition(values: readonly ValueSpan[]): Condition {
  const patterns = values.map((value) => ['*' as const, ...patternOf(value), '*' as const]);
  return only(
    patterns.map((pattern) => ({ op: 'like', on: { any: 'words' }, pattern }) as const),
    'or',
  );
}

function valueCondition(
  on: Operand,
  key: Span,
  comparison: Comparison,
  value: ValueSpan,
  context: FilterContext,
): Result<Condition, Complaint> {
  const field: Field | undefined = 'field' in on ? fieldOf(on.field) : undefined;
  const textual = field === undefined ? 'any' in on : isTextField(field);
  if (textual && comparison !== '=') {
    return err({
      what: `${key.text} is a text and has no order`,
      fix: `Write \`${key.text}:${value.text}\`, with * for any letters, or commas between several.`,
    });
  }
  if (field?.type === 'enum') return enumCondition(on, field.values ?? [], key, value);
  if (field?.type === 'prefix') return ok(prefixCondition(on, value));
  if (field?.type === 'place') return ok(placeCondition(on, value, context));
  if (textual) return ok({ op: 'like', on, pattern: patternOf(value) });
  if (field === undefined && 'param' in on) return paramCondition(on, key, comparison, value);
  return numberCondition(on, field ?? METRIC, comparison, value, context);
}

/** A metric is a plain number. */
const METRIC = { type: 'number' } as const;

function numberCondition(
  on: Operand,
  field: { readonly type: Field['type'] },
  comparison: Comparison,
  value: ValueSpan,
  context: FilterContext,
): Result<Condition, Complaint> {
  const range = comparison === '=' && !value.quoted ? value.text.split('..') : [];
  if (range.length === 2) return rangeCondition(on, field, range[0] ?? '', range[1] ?? '', context);
  if (field.type === 'time') {
    const span = timeOf(value.text, context.nowMs);
    return span.ok ? ok(timeCondition(on, comparison, span.value)) : span;
  }
  const number = quantityOf(value.text, field.type);
  return number.ok ? ok({ op: 'compare', on, with: comparison, value: number.value }) : number;
}

/** `1Wh..2Wh`, both ends included, either end open. */
function rangeCondition(
  on: Operand,
  field: { readonly type: Field['type'] },
  from: string,
  to: string,
  context: FilterContext,
): Result<Condition, Complaint> {
  if (from === '' && to === '') return err({ what: 'a range needs a beginning or an end' });
  const ends: Condition[] = [];
  for (const [end, comparison] of [
    [from, '>='],
    [to, '<='],
  ] as const) {
    if (end === '') continue;
    const span = { text: end, at: 0, length: end.length, quoted: true, parts: [] };
    const condition = numberCondition(on, field, comparison, span, context);
    if (!condition.ok) return condition;
    ends.push(condition.value);
  }
  return ok(only(ends, 'and'));
}

function enumCondition(
  on: Operand,
  values: readonly string[],
  key: Span,
  value: ValueSpan,
): Result<Condition, Complaint> {
  const pattern = patternOf(value);
  if (values.some((known) => globMatches(pattern, known.toLowerCase())))
    return ok({ op: 'like', on, pattern });
  const meant = closest(value.text, values);
  return err({
    what: `${key.text} is never "${value.text}"`,
    why: `It is one of ${values.join(', ')}.`,
    fix: meant === undefined ? 'Write one of these.' : `Did you mean \`${key.text}:${meant}\`?`,
  });
}

/** A place by its code or its name, or the region of a cloud that the run was in, with the cloud's name or without. */
function placeCondition(on: Operand, value: ValueSpan, { zoneOf }: FilterContext): Condition {
  const pattern = patternOf(value);
  const like = (where: Operand, what: Pattern): Condition => ({ op: 'like', on: where, pattern: what });
  if (pattern.length === 0) return like(on, pattern);
  const plain = pattern.map((part) => (typeof part === 'string' ? part : { text: plainName(part.text) }));
  const byName = like({ field: 'zone.name' }, plain);
  if ('field' in on && on.field === 'zone.name') return byName;
  const cloud: Operand = { field: 'cloud' };
  const zone = pattern.includes('*') || pattern.includes('?') ? undefined : zoneOf?.(value.text);
  return {
    op: 'or',
    of: [
      like(on, pattern),
      ...(zone === undefined ? [] : [like(on, literal(zone))]),
      byName,
      like(cloud, pattern),
      like(cloud, ['*', { text: ':' }, ...pattern]),
    ],
  };
}

/** A commit from its beginning; an id also from its end, which is the short id. */
function prefixCondition(on: Operand, value: ValueSpan): Condition {
  const pattern = patternOf(value);
  if (pattern.length === 0) return { op: 'like', on, pattern };
  const begins: Condition = { op: 'like', on, pattern: [...pattern, '*'] };
  if (!('field' in on) || on.field === 'commit') return begins;
  return { op: 'or', of: [begins, { op: 'like', on, pattern: ['*', ...pattern] }] };
}

/** A parameter is compared as a number where both are one, else as text. */
function paramCondition(
  on: Operand,
  key: Span,
  comparison: Comparison,
  value: ValueSpan,
): Result<Condition, Complaint> {
  const number = value.quoted ? undefined : plainNumber(value.text);
  if (comparison !== '=') {
    if (number !== undefined) return ok({ op: 'compare', on, with: comparison, value: number });
    return err({
      what: `"${value.text}" is no number`,
      why: 'A parameter has an order only as a number.',
      fix: `Write a number such as \`1e-3\`, or \`${key.text}:${value.text}\` for the text.`,
    });
  }
  const text: Condition = { op: 'like', on, pattern: patternOf(value) };
  const range = value.quoted ? null : /^(.*)\.\.(.*)$/.exec(value.text);
  if (range !== null && [range[1], range[2]].some((end) => plainNumber(end ?? '') !== undefined)) {
    return rangeCondition(on, METRIC, range[1] ?? '', range[2] ?? '', { nowMs: 0 });
  }
  if (number === undefined) return ok(text);
  return ok({ op: 'or', of: [{ op: 'compare', on, with: '=', value: number }, text] });
}

/** What a key names: a field, `metric.X`, `param.X`, `tag`, or a bare X that is only one of these. */
function operandOf(text: string, key: Span, context: FilterContext): Result<Operand> {
  const name = key.text;
  if (/^tags?$/i.test(name)) return ok({ any: 'tag' });
  const field = fieldNamed(name);
  if (field !== undefined) return ok({ field });
  const { names } = context;
  const dotted = /^(metric|param)s?\.(.+)$/is.exec(name);
  if (dotted !== null) {
    const [, room = '', own = ''] = dotted;
    const isMetric = room.toLowerCase() === 'metric';
    const known = isMetric ? names?.metrics : names?.params;
    if (known !== undefined && !known.includes(own)) return err(unknownName(text, key, isMetric, own, known));
    return ok(isMetric ? { metric: own } : { param: own });
  }
  const isMetric = names?.metrics.includes(name) === true;
  const isParam = names?.params.includes(name) === true;
  if (isMetric && isParam) return err(ambiguous(text, key));
  if (isMetric) return ok({ metric: name });
  if (isParam) return ok({ param: name });
  return err(unknownKey(text, key, names));
}

function ambiguous(text: string, key: Span): Problem {
  return filterProblem(
    text,
    key,
    `"${key.text}" is both a metric and a parameter`,
    'Runs of this book have both.',
    `Write \`metric.${key.text}\` or \`param.${key.text}\`.`,
  );
}

function unknownName(
  text: string,
  key: Span,
  isMetric: boolean,
  name: string,
  known: readonly string[],
): Problem {
  const room = isMetric ? 'metric' : 'param';
  const noun = isMetric ? 'metric' : 'parameter';
  const meant = closest(name, known);
  return filterProblem(
    text,
    key,
    `no run has a ${noun} "${name}"`,
    known.length === 0 ? `No run of this book has a ${noun}.` : `There are: ${some(known)}.`,
    meant === undefined ? undefined : `Did you mean \`${room}.${meant}\`?`,
  );
}

function unknownKey(text: string, key: Span, names: KnownNames | undefined): Problem {
  const own = [
    ...(names?.metrics ?? []).map((name) => `metric.${name}`),
    ...(names?.params ?? []).map((name) => `param.${name}`),
  ];
  const bare = [...(names?.metrics ?? []), ...(names?.params ?? [])];
  const meant = closest(key.text, [...FIELD_NAMES, 'tag', 'sort', ...bare, ...own]);
  return filterProblem(
    text,
    key,
    `unknown key "${key.text}"`,
    `Keys are ${[...FIELD_NAMES, 'tag', 'sort'].join(', ')}${own.length === 0 ? '' : `; ${some(own)}`}.`,
    meant === undefined ? 'To search for the text itself, put it in quotes.' : `Did you mean \`${meant}\`?`,
  );
}

function some(names: readonly string[]): string {
  const shown = names.slice(0, 12).join(', ');
  return names.length > 12 ? `${shown} and ${names.length - 12} more` : shown;
}

function sortKeys(text: string, token: Token, context: FilterContext): Result<readonly SortKey[]> {
  const keys: SortKey[] = [];
  for (const value of token.values) {
    const descending = value.text.startsWith('-');
    const skip = /^[+-]/.test(value.text) ? 1 : 0;
    const key: Span = { text: value.text.slice(skip), at: value.at + skip, length: value.length - skip };
    const by = operandOf(text, key, context);
    if (!by.ok) return by;
    if ('any' in by.value) {
      return err(
        filterProblem(text, key, 'tags have no order', 'A run may have several.', 'Sort by another key.'),
      );
    }
    keys.push({ by: by.value, descending });
  }
  return ok(keys);
}
