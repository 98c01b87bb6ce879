import { isBreak, isBreakOrEnd, isDigit, SPACE, shown, TAB } from './characters.ts';
import type { Cursor } from './cursor.ts';
import { YamlFault } from './fault.ts';
import { atDocumentMark } from './scan-plain.ts';
import type { Token } from './token.ts';

/** What is done with the line breaks at the end: one is kept, all are, none is. */
type Chomping = 'clip' | 'keep' | 'strip';

/** Scans a text that stands on lines of its own behind `|` (breaks kept) or `>` (breaks folded into spaces). */
export function scanBlockScalar(cursor: Cursor, style: '|' | '>', parentIndent: number): Token {
  const start = cursor.at;
  cursor.at++;
  const { chomping, increment } = header(cursor);
  restOfHeader(cursor);
  const least = parentIndent + 1;
  let end = cursor.at;
  let breaks: string;
  let indent: number;
  if (increment === undefined) {
    const first = firstLine(cursor);
    ({ breaks, end } = first);
    indent = Math.max(least, first.indent);
  } else {
    indent = Math.max(least, 1) + increment - 1;
    ({ breaks, end } = emptyLines(cursor, indent));
  }
  let value = '';
  let lineBreak = '';
  while (cursor.column === indent && cursor.code() !== 0) {
    value += breaks;
    const flush = !isSpaceOrTab(cursor.code());
    const from = cursor.at;
    cursor.skipLine();
    value += cursor.text.slice(from, cursor.at);
    end = cursor.at;
    lineBreak = cursor.lineBreak();
    const next = emptyLines(cursor, indent);
    breaks = next.breaks;
    if (least === 0 && cursor.column === 0 && atDocumentMark(cursor)) break;
    if (cursor.column !== indent || cursor.code() === 0) break;
    if (style === '>' && lineBreak === '\n' && flush && !isSpaceOrTab(cursor.code())) {
      if (breaks === '') value += ' ';
    } else {
      value += lineBreak;
    }
  }
  if (chomping !== 'strip') value += lineBreak;
  if (chomping === 'keep') value += breaks;
  return { kind: 'scalar', start, end, text: value, style };
}

function isSpaceOrTab(code: number): boolean {
  return code === SPACE || code === TAB;
}

function header(cursor: Cursor): { readonly chomping: Chomping; readonly increment: number | undefined } {
  let chomping = chompingAt(cursor);
  const increment = incrementAt(cursor);
  if (chomping === undefined && increment !== undefined) chomping = chompingAt(cursor);
  if (cursor.code() !== SPACE && !isBreakOrEnd(cursor.code())) {
    const char = cursor.text.charAt(cursor.at);
    throw new YamlFault(
      cursor.at,
      `behind \`|\` or \`>\` stands ${shown(char)}, where only \`+\`, \`-\`, a digit or the end of the line may`,
      'Begin the text on the next line, or put it into quotes.',
    );
  }
  return { chomping: chomping ?? 'clip', increment };
}

function chompingAt(cursor: Cursor): Chomping | undefined {
  const char = cursor.text.charAt(cursor.at);
  if (char !== '+' && char !== '-') return undefined;
  cursor.at++;
  return char === '+' ? 'keep' : 'strip';
}

function incrementAt(cursor: Cursor): number | undefined {
  if (!isDigit(cursor.code())) return undefined;
  const increment = cursor.code() - 0x30;
  if (increment === 0) throw new YamlFault(cursor.at, 'the indentation of a block of text is 1 to 9, not 0');
  cursor.at++;
  return increment;
}

function restOfHeader(cursor: Cursor): void {
  cursor.skipSpaces();
  if (cursor.text.charAt(cursor.at) === '#') cursor.skipLine();
  if (!isBreakOrEnd(cursor.code())) {
    throw new YamlFault(
      cursor.at,
      'a block of text begins on the line behind `|` or `>`, not beside it',
      'Move it to the next line, indented.',
    );
  }
  cursor.lineBreak();
}

/** Goes to the first line that is not empty; its column is the indentation of the block. */
function firstLine(cursor: Cursor): {
  readonly breaks: string;
  readonly indent: number;
  readonly end: number;
} {
  let breaks = '';
  let indent = 0;
  let firstBreak = -1;
  let end = cursor.at;
  while (cursor.code() === SPACE || isBreak(cursor.code())) {
    if (cursor.code() === SPACE) {
      cursor.at++;
      indent = Math.max(indent, cursor.column);
    } else {
      if (firstBreak < 0) firstBreak = cursor.column;
      breaks += cursor.lineBreak();
      end = cursor.at;
    }
  }
  if (firstBreak > 0 && indent > firstBreak) {
    throw new YamlFault(
      cursor.at,
      'a line of a block of text is indented further than its first, empty line',
    );
  }
  return { breaks, indent, end };
}

function emptyLines(cursor: Cursor, indent: number): { readonly breaks: string; readonly end: number } {
  let breaks = '';
  let end = cursor.at;
  indentTo(cursor, indent);
  while (isBreak(cursor.code())) {
    breaks += cursor.lineBreak();
    end = cursor.at;
    indentTo(cursor, indent);
  }
  return { breaks, end };
}

function indentTo(cursor: Cursor, indent: number): void {
  while (cursor.code() === SPACE && cursor.column < indent) cursor.at++;
}
