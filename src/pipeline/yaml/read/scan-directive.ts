import { isBreakOrEnd, isDigit, isWord, SPACE, shown } from './characters.ts';
import type { Cursor } from './cursor.ts';
import { YamlFault } from './fault.ts';
import { scanHandle, scanUri } from './scan-tag.ts';
import type { Token } from './token.ts';

/** Scans a line that begins with `%`: the version of YAML, the handle of a tag, or something that is left aside. */
export function scanDirective(cursor: Cursor): Token {
  const start = cursor.at;
  cursor.at++;
  const nameFrom = cursor.at;
  while (isWord(cursor.code()) || cursor.startsWith(':') || cursor.startsWith('.')) cursor.at++;
  const text = cursor.text.slice(nameFrom, cursor.at);
  if (text === '' || !atGap(cursor)) throw unexpected(cursor, 'the name of a directive');
  const values = text === 'YAML' ? version(cursor) : text === 'TAG' ? tagHandle(cursor) : [];
  const end = cursor.at;
  if (text !== 'YAML' && text !== 'TAG') cursor.skipLine();
  cursor.skipSpaces();
  if (cursor.startsWith('#')) cursor.skipLine();
  if (!isBreakOrEnd(cursor.code())) throw unexpected(cursor, 'a comment or the end of the line');
  cursor.lineBreak();
  return { kind: 'directive', start, end, text, style: 'plain', values };
}

function version(cursor: Cursor): readonly string[] {
  cursor.skipSpaces();
  const major = digits(cursor);
  if (!cursor.startsWith('.')) throw unexpected(cursor, 'a dot');
  cursor.at++;
  const minor = digits(cursor);
  if (!atGap(cursor)) throw unexpected(cursor, 'a digit');
  return [major, minor];
}

function digits(cursor: Cursor): string {
  const from = cursor.at;
  while (isDigit(cursor.code())) cursor.at++;
  if (cursor.at === from) throw unexpected(cursor, 'a digit');
  return cursor.text.slice(from, cursor.at);
}

function tagHandle(cursor: Cursor): readonly string[] {
  cursor.skipSpaces();
  const handle = scanHandle(cursor);
  if (cursor.code() !== SPACE) throw unexpected(cursor, 'a space');
  cursor.skipSpaces();
  const prefix = scanUri(cursor);
  if (!atGap(cursor)) throw unexpected(cursor, 'a space');
  return [handle, prefix];
}

function atGap(cursor: Cursor): boolean {
  return cursor.code() === SPACE || isBreakOrEnd(cursor.code());
}

function unexpected(cursor: Cursor, wanted: string): YamlFault {
  return new YamlFault(
    cursor.at,
    `in a directive stands ${shown(cursor.text.charAt(cursor.at))}, where ${wanted} should`,
  );
}
