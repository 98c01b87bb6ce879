import { isBlank, isBreak } from './characters.ts';
import type { Cursor } from './cursor.ts';
import type { Token } from './token.ts';

/** What a plain scalar is scanned into. */
export interface PlainScan {
  readonly token: Token;
  /** Whether it ended behind a line break, so that a key may follow. */
  readonly brokeLine: boolean;
}

const COLON = 0x3a;
const HASH = 0x23;

/**
 * Scans a text without quotes: up to ` #`, `: `, less indentation, or (inside `[]` and `{}`) a flow indicator. Line breaks inside count
 * as a space, further ones as themselves.
 *
 * @param indent the least column of its further lines; they count only outside of flow
 */
export function scanPlain(cursor: Cursor, indent: number, inFlow: boolean): PlainScan {
  const { text } = cursor;
  const start = cursor.at;
  let end = start;
  let value = '';
  let spaces = '';
  let brokeLine = false;
  while (cursor.code() !== HASH) {
    const from = cursor.at;
    cursor.at = wordEnd(text, from, inFlow);
    if (cursor.at === from) break;
    brokeLine = false;
    value += spaces + text.slice(from, cursor.at);
    end = cursor.at;
    const gap = scanGap(cursor);
    brokeLine = gap.brokeLine;
    spaces = gap.spaces;
    if (spaces === '' || (!inFlow && cursor.column < indent)) break;
  }
  return { token: { kind: 'scalar', start, end, text: value, style: 'plain' }, brokeLine };
}

function wordEnd(text: string, from: number, inFlow: boolean): number {
  for (let at = from; ; at++) {
    const code = text.charCodeAt(at);
    if (isBlank(code)) return at;
    if (code === COLON && isBlank(text.charCodeAt(at + 1))) return at;
    if (inFlow && isFlowIndicator(code)) return at;
  }
}

function isFlowIndicator(code: number): boolean {
  return code === 0x2c || code === 0x5b || code === 0x5d || code === 0x7b || code === 0x7d;
}

function scanGap(cursor: Cursor): { readonly spaces: string; readonly brokeLine: boolean } {
  const from = cursor.at;
  cursor.skipSpaces();
  if (!isBreak(cursor.code())) return { spaces: cursor.text.slice(from, cursor.at), brokeLine: false };
  const first = cursor.lineBreak();
  let further = '';
  // A document mark stands at the beginning of a line: not behind spaces.
  while (!atDocumentMark(cursor)) {
    cursor.skipSpaces();
    if (!isBreak(cursor.code())) {
      const kept = first !== '\n' ? first : further === '' ? ' ' : '';
      return { spaces: kept + further, brokeLine: true };
    }
    further += cursor.lineBreak();
  }
  return { spaces: '', brokeLine: true };
}

/** Whether `---` or `...` stands at the cursor with a blank behind it. The caller knows that it is the beginning of a line. */
export function atDocumentMark(cursor: Cursor): boolean {
  return (cursor.startsWith('---') || cursor.startsWith('...')) && isBlank(cursor.code(3));
}
