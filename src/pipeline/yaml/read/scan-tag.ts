import { isBlank, isBreakOrEnd, isWord, SPACE, shown } from './characters.ts';
import type { Cursor } from './cursor.ts';
import { YamlFault } from './fault.ts';
import type { Token } from './token.ts';

const URI = /[\dA-Za-z\-;/?:@&=+$,_.!~*'()[\]%#]/;

/** Scans a tag: `!name`, `!!name`, `!handle!name`, `!<address>`, or `!` alone. */
export function scanTag(cursor: Cursor): Token {
  const start = cursor.at;
  const short = cursor.startsWith('!!') ? '!!' : '!';
  cursor.at += short.length;
  const tag = tagAt(cursor, short, start);
  if (cursor.code() !== SPACE && !isBreakOrEnd(cursor.code())) {
    throw new YamlFault(
      cursor.at,
      `behind a tag stands ${shown(cursor.text.charAt(cursor.at))}, where a space should`,
    );
  }
  return { kind: 'tag', start, end: cursor.at, style: 'plain', ...tag };
}

function tagAt(cursor: Cursor, short: string, start: number): { text: string; handle: string | undefined } {
  if (cursor.startsWith('<')) {
    cursor.at++;
    const text = scanUri(cursor);
    if (!cursor.startsWith('>')) throw new YamlFault(start, 'a tag that begins with `!<` ends with `>`');
    cursor.at++;
    return { text, handle: undefined };
  }
  if (isBlank(cursor.code())) return { text: short, handle: undefined };
  let end = cursor.at;
  while (
    !cursor.text.startsWith('!', end) &&
    cursor.text.charCodeAt(end) !== SPACE &&
    !isBreakOrEnd(cursor.text.charCodeAt(end))
  )
    end++;
  if (!cursor.text.startsWith('!', end)) return { text: scanUri(cursor), handle: short };
  // The handle begins with one exclamation mark, whatever was gone over.
  cursor.at--;
  const handle = scanHandle(cursor);
  return { text: scanUri(cursor), handle };
}

/** Scans the handle of a tag, `!name!`, as it stands in a tag and in a `%TAG` directive. */
export function scanHandle(cursor: Cursor): string {
  const start = cursor.at;
  if (!cursor.startsWith('!')) throw new YamlFault(start, 'the handle of a tag begins with `!`');
  cursor.at++;
  if (cursor.code() !== SPACE) {
    while (isWord(cursor.code())) cursor.at++;
    if (!cursor.startsWith('!'))
      throw new YamlFault(start, 'the handle of a tag ends with `!`', undefined, cursor.at - start);
    cursor.at++;
  }
  return cursor.text.slice(start, cursor.at);
}

/** Scans the name of a tag, of which `%xx` are the bytes of a character. */
export function scanUri(cursor: Cursor): string {
  const start = cursor.at;
  while (URI.test(cursor.text.charAt(cursor.at))) cursor.at++;
  const text = cursor.text.slice(start, cursor.at);
  if (text === '') {
    throw new YamlFault(
      start,
      `a tag has no name: ${shown(cursor.text.charAt(start))} stands where it should begin`,
    );
  }
  try {
    return decodeURIComponent(text);
  } catch {
    throw new YamlFault(
      start,
      'a `%` in a tag is not followed by the digits of a character',
      undefined,
      text.length,
    );
  }
}
