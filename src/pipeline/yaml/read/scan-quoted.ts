import { isBreak, SPACE, shown, TAB } from './characters.ts';
import type { Cursor } from './cursor.ts';
import { YamlFault } from './fault.ts';
import { atDocumentMark } from './scan-plain.ts';
import type { Token } from './token.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\u0007',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\u001b',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
};
const CODE_LENGTHS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };
const BACKSLASH = 0x5c;
const SINGLE = 0x27;
const DOUBLE = 0x22;

/** Scans a text in quotes. Indentation does not count inside; a line break with the spaces around it counts as one space. */
export function scanQuoted(cursor: Cursor, style: "'" | '"'): Token {
  const start = cursor.at;
  const quote = style.charCodeAt(0);
  cursor.at++;
  let value = words(cursor, quote, start);
  while (cursor.code() !== quote) value += gap(cursor, start) + words(cursor, quote, start);
  cursor.at++;
  return { kind: 'scalar', start, end: cursor.at, text: value, style };
}

/** All up to a space, a line break, the end or the closing quote. */
function words(cursor: Cursor, quote: number, start: number): string {
  const { text } = cursor;
  let value = '';
  for (let from = cursor.at; ; ) {
    const code = cursor.code();
    if (code === quote) {
      value += text.slice(from, cursor.at);
      if (quote !== SINGLE || cursor.code(1) !== SINGLE) return value;
      value += "'";
      from = cursor.at += 2;
    } else if (code === BACKSLASH && quote === DOUBLE) {
      value += text.slice(from, cursor.at) + escape(cursor, start);
      from = cursor.at;
    } else if (code === 0 || code === SPACE || code === TAB || isBreak(code)) {
      return value + text.slice(from, cursor.at);
    } else {
      cursor.at++;
    }
  }
}

function escape(cursor: Cursor, start: number): string {
  const from = cursor.at++;
  const char = cursor.text.charAt(cursor.at);
  const plain = ESCAPES[char];
  if (plain !== undefined) {
    cursor.at++;
    return plain;
  }
  const length = CODE_LENGTHS[char];
  if (length !== undefined) return coded(cursor, from, length);
  if (isBreak(cursor.code())) {
    cursor.lineBreak();
    return breaks(cursor, start);
  }
  throw new YamlFault(
    from,
    `\`\\\` before ${shown(char)} means nothing inside double quotes`,
    'Write `\\\\` for a backslash, or use single quotes.',
    2,
  );
}

function coded(cursor: Cursor, from: number, length: number): string {
  const digits = cursor.text.slice(cursor.at + 1, cursor.at + 1 + length);
  const code =
    /^[\da-f]+$/i.test(digits) && digits.length === length ? Number.parseInt(digits, 16) : Number.NaN;
  if (!(code <= 0x10ffff)) {
    throw new YamlFault(
      from,
      `an escape of this sort needs the ${length} hexadecimal digits of a character`,
      undefined,
      length + 2,
    );
  }
  cursor.at += length + 1;
  return String.fromCodePoint(code);
}

function gap(cursor: Cursor, start: number): string {
  const from = cursor.at;
  while (cursor.code() === SPACE || cursor.code() === TAB) cursor.at++;
  if (cursor.code() === 0) {
    throw new YamlFault(
      start,
      'a quote is opened here and never closed',
      'Close it, or double it if it is part of the text.',
    );
  }
  if (!isBreak(cursor.code())) return cursor.text.slice(from, cursor.at);
  const first = cursor.lineBreak();
  const further = breaks(cursor, start);
  if (first !== '\n') return first + further;
  return further === '' ? ' ' : further;
}

function breaks(cursor: Cursor, start: number): string {
  let found = '';
  for (;;) {
    if (atDocumentMark(cursor)) {
      throw new YamlFault(
        start,
        'a quote is opened here and not closed before the document ends',
        'Close it.',
      );
    }
    while (cursor.code() === SPACE || cursor.code() === TAB) cursor.at++;
    if (!isBreak(cursor.code())) return found;
    found += cursor.lineBreak();
  }
}
