import { type Problem, problem } from '../errors.ts';
import { err, ok, type Result } from '../result.ts';

/** A stretch of the filter's text: `text` with quotes and escapes taken off, standing at `at` for `length` characters. */
export interface Span {
  readonly text: string;
  readonly at: number;
  readonly length: number;
}

/** One value. `parts` tells wildcards of quoted (literal) characters. */
export interface ValueSpan extends Span {
  readonly quoted: boolean;
  readonly parts: readonly { readonly text: string; readonly quoted: boolean }[];
}

export type Operator = ':' | '=' | '!=' | '<' | '<=' | '>' | '>=';

/** One word of a filter: `key op value,value`, or free text (no key). */
export interface Token extends Span {
  readonly negated: boolean;
  readonly key?: Span;
  readonly operator?: Operator;
  readonly values: readonly ValueSpan[];
}

const OPERATOR = /!=|==|>=|<=|[:=<>]/y;

/** Cuts a filter into words. Spaces part words except between quotes; a backslash between quotes takes the next character as it is. */
export function tokenize(text: string): Result<readonly Token[]> {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (isSpace(text[at])) {
      at++;
      continue;
    }
    const token = readToken(text, at);
    if (!token.ok) return token;
    tokens.push(token.value);
    at += token.value.length;
  }
  return ok(tokens);
}

function readToken(text: string, from: number): Result<Token> {
  let at = from;
  const negated = (text[at] === '-' || text[at] === '!') && at + 1 < text.length && !isSpace(text[at + 1]);
  if (negated && text[at + 1] !== '=') at++;
  const keyFrom = at;
  const head = readPiece(text, at, (here) => operatorAt(text, here) !== undefined);
  if (!head.ok) return head;
  at += head.value.length;
  const operator = operatorAt(text, at);
  if (operator === undefined) return ok(freeText(text, from, negated, head.value));
  if (head.value.length === 0) return err(noKey(text, at, operator.length));
  at += operator.length;
  const values: ValueSpan[] = [];
  for (;;) {
    const value = readPiece(text, at, (here) => text[here] === ',');
    if (!value.ok) return value;
    if (value.value.length === 0) return err(noValue(text, from, at));
    values.push(value.value);
    at += value.value.length;
    if (text[at] !== ',') break;
    at++;
  }
  const key = { text: head.value.text, at: keyFrom, length: head.value.length };
  const whole = { text: text.slice(from, at), at: from, length: at - from };
  return ok({ ...whole, negated, key, operator: operator.operator, values });
}

function freeText(text: string, from: number, negated: boolean, piece: ValueSpan): Token {
  const length = piece.at + piece.length - from;
  return { text: text.slice(from, from + length), at: from, length, negated, values: [piece] };
}

function operatorAt(
  text: string,
  at: number,
): { readonly operator: Operator; readonly length: number } | undefined {
  OPERATOR.lastIndex = at;
  const found = OPERATOR.exec(text)?.[0];
  if (found === undefined) return undefined;
  return { operator: (found === '==' ? '=' : found) as Operator, length: found.length };
}

/** Reads up to a space or a stop outside quotes. Quotes begin where a piece or a dotted part of it begins. */
function readPiece(text: string, from: number, stops: (at: number) => boolean): Result<ValueSpan> {
  const parts: { text: string; quoted: boolean }[] = [];
  let at = from;
  let quoted = false;
  while (at < text.length && !isSpace(text[at]) && !stops(at)) {
    const c = text[at] as string;
    const opens = c === '"' || (c === "'" && (at === from || text[at - 1] === '.'));
    if (!opens) {
      append(parts, c, false);
      at++;
      continue;
    }
    const end = readQuoted(text, at, c, parts);
    if (end === undefined) return err(unclosed(text, at));
    quoted = true;
    at = end;
  }
  const value = parts.map((part) => part.text).join('');
  return ok({ text: value, at: from, length: at - from, quoted, parts });
}

function readQuoted(
  text: string,
  from: number,
  quote: string,
  parts: { text: string; quoted: boolean }[],
): number | undefined {
  append(parts, '', true);
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === quote) return at + 1;
    if (text[at] === '\\' && at + 1 < text.length) at++;
    append(parts, text[at] as string, true);
  }
  return undefined;
}

function append(parts: { text: string; quoted: boolean }[], text: string, quoted: boolean): void {
  const last = parts.at(-1);
  if (last?.quoted === quoted) last.text += text;
  else parts.push({ text, quoted });
}

function isSpace(c: string | undefined): boolean {
  return c === undefined || /\s/.test(c);
}

/** A problem of a filter, underlined where it stands. */
export function filterProblem(
  text: string,
  span: { readonly at: number; readonly length: number },
  what: string,
  why?: string,
  fix?: string,
): Problem {
  const place = { file: 'filter', line: 1, column: span.at + 1, text, length: Math.max(1, span.length) };
  return problem('E_FILTER', what, why, fix, place);
}

function unclosed(text: string, at: number): Problem {
  return filterProblem(
    text,
    { at, length: text.length - at },
    'a quote is not closed',
    'Everything after it would be one value.',
    `Close it with ${text[at]}, or write \\${text[at]} inside quotes.`,
  );
}

function noKey(text: string, at: number, length: number): Problem {
  return filterProblem(
    text,
    { at, length },
    `nothing stands before "${text.slice(at, at + length)}"`,
    'A comparison is one word: key, operator, value.',
    'Write it without spaces, e.g. `energy>0.5kWh`; text with such signs goes in quotes.',
  );
}

function noValue(text: string, from: number, at: number): Problem {
  return filterProblem(
    text,
    { at: from, length: at - from },
    `"${text.slice(from, at)}" has no value`,
    'After the operator, or after a comma, a value is expected at once.',
    'Write it without spaces, e.g. `energy>0.5kWh`, `grade:A,B`, `tag:""` for an empty text.',
  );
}
