import type { Sheet } from './sheet.ts';
import { WIDTH } from './write-plain.ts';

/** Writes a text in single quotes: it has no quote of its own, no LF and no control characters. */
export function writeSingleQuoted(sheet: Sheet, text: string, indent: number, isSimpleKey: boolean): void {
  sheet.indicator("'", true);
  let at = 0;
  for (const piece of text.match(/ +|[\u0085\u2028\u2029]+|[^ \u0085\u2028\u2029]+/g) ?? []) {
    const start = at;
    at += piece.length;
    if (piece === ' ' && sheet.column > WIDTH && !isSimpleKey && start > 0 && at < text.length) {
      sheet.indent(indent);
    } else if (/^[\u0085\u2028\u2029]/.test(piece)) {
      for (const sign of piece) sheet.lineBreak(sign);
      sheet.indent(indent);
    } else {
      sheet.write(piece);
    }
  }
  sheet.indicator("'", false);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\u0007': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\u001b': '\\e',
  '"': '\\"',
  '\\': '\\\\',
  '\u0085': '\\N',
  '\u00a0': '\\_',
  '\u2028': '\\L',
  '\u2029': '\\P',
};
const AS_IT_IS = /[\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;

/** Writes a text in double quotes, with escapes; a line that is too long is parted at a space, by a backslash where that would be lost. */
export function writeDoubleQuoted(sheet: Sheet, text: string, indent: number, isSimpleKey: boolean): void {
  const chars = Array.from(text);
  sheet.indicator('"', true);
  let start = 0;
  for (let end = 0; end <= chars.length; end++) {
    const char = chars[end];
    if (char === undefined || !isAsItIs(char)) {
      sheet.write(chars.slice(start, end).join(''));
      start = end;
      if (char !== undefined) {
        sheet.write(escaped(char));
        start = end + 1;
      }
    }
    const mayPart = end > 0 && end < chars.length - 1 && (char === ' ' || start >= end) && !isSimpleKey;
    if (mayPart && sheet.column + (end - start) > WIDTH) start = partLine(sheet, chars, start, end, indent);
  }
  sheet.indicator('"', false);
}

/** Parts the line; returns the index of the first character that is still to be written. */
function partLine(sheet: Sheet, chars: readonly string[], from: number, end: number, indent: number): number {
  const backslash = needsBackslash(chars, from, end) ? '\\' : '';
  sheet.write(chars.slice(from, end).join('') + backslash);
  let start = Math.max(from, end);
  sheet.indent(indent);
  sheet.afterSpace = false;
  sheet.onlyIndicators = false;
  if (chars[start] === ' ') {
    // The line break reads as this space, unless a backslash takes its meaning.
    if (backslash === '') start++;
    sheet.write(backslash);
  }
  return start;
}

/**
 * Whether the end of the line is to be marked, so that it does not read as a space. By the rule of DVC's writer: not where the next word
 * has no quotes and one space behind it, or where a line break ends it.
 */
function needsBackslash(chars: readonly string[], start: number, end: number): boolean {
  const space = chars.indexOf(' ', end);
  if (space < 0) return true;
  const lineEnd = chars.slice(0, space).indexOf('\n', end);
  const stop = lineEnd < 0 ? space : lineEnd;
  const next = chars[stop + 1];
  if (next === undefined) return true;
  if (chars[stop] === '\n' && next !== ' ') return true;
  const word = chars.slice(end, stop);
  const doubleSpace = chars[end - 1] === ' ' && chars[end] === ' ';
  return (
    word.includes('"') || word.includes("'") || next === ' ' || next === '\n' || doubleSpace || start === end
  );
}

function isAsItIs(char: string): boolean {
  return char !== '"' && char !== '\\' && char !== '\u2028' && char !== '\u2029' && AS_IT_IS.test(char);
}

function escaped(char: string): string {
  const short = ESCAPES[char];
  if (short !== undefined) return short;
  const code = char.codePointAt(0) ?? 0;
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
