import { plainTag } from '../read/plain-tag.ts';

/** How a text is written: as it is, in single or in double quotes. */
export type WrittenStyle = 'plain' | "'" | '"';

// Most texts are words and paths; this only saves time.
const SIMPLE = /^[A-Za-z_/][\w/.-]*$/;

const BREAK = /[\n\u0085\u2028\u2029]/;
const AT_AN_END = /^[ \n\u0085\u2028\u2029]|[ \n\u0085\u2028\u2029]$/;
// What only an escape can show: controls, the byte order mark, halves of pairs.
const SPECIAL = /[^\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;
const SPACE_AND_BREAK = / [\n\u0085\u2028\u2029]|[\n\u0085\u2028\u2029] /;
// Indicators that begin a text, or end a word of it, would be taken for structure.
const INDICATOR =
  /^(?:---|\.\.\.|[#,[\]{}&*!|>'"%@`]|[-?:](?:[\0 \t\r\n\u0085\u2028\u2029]|$))|.:(?:[\0 \t\r\n\u0085\u2028\u2029]|$)|[\0 \t\r\n\u0085\u2028\u2029]#/s;

/** Whether a text holds a line break, so that it can be a key only behind `?`. */
export function hasBreak(text: string): boolean {
  return BREAK.test(text);
}

/** The style in which DVC's writer writes a text: plain where it reads back as the same text, else in quotes. */
export function styleOf(text: string, isSimpleKey: boolean): WrittenStyle {
  if (SIMPLE.test(text)) return plainTag(text) === 'str' ? 'plain' : "'";
  if (text === '') return "'";
  const special = SPECIAL.test(text);
  const breaks = hasBreak(text);
  const torn = special || SPACE_AND_BREAK.test(text);
  const plain =
    !torn && !breaks && !AT_AN_END.test(text) && !INDICATOR.test(text) && plainTag(text) === 'str';
  if (plain) return 'plain';
  if (text.includes("'") || text.includes('\n')) return '"';
  return torn || (isSimpleKey && breaks) ? '"' : "'";
}
