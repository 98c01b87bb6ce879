/** Classes of characters by code; the end of the text is code 0. */
export const END = 0;
export const TAB = 0x09;
export const LF = 0x0a;
export const CR = 0x0d;
export const SPACE = 0x20;
export const BOM = 0xfeff;

const NEL = 0x85;
const LS = 0x2028;
const PS = 0x2029;

/** A line break, of which YAML knows five. */
export function isBreak(code: number): boolean {
  return code === LF || code === CR || code === NEL || code === LS || code === PS;
}

/** A line break or the end of the text. */
export function isBreakOrEnd(code: number): boolean {
  return code === END || isBreak(code);
}

/** What may follow an indicator: a space, a tab, a line break, the end. */
export function isBlank(code: number): boolean {
  return code <= SPACE
    ? code === SPACE || code === LF || code === END || code === TAB || code === CR
    : code >= NEL && isBreak(code);
}

/** A decimal digit. */
export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** A letter or digit of ASCII, `-` or `_`: what a directive and the handle of a tag are made of. */
export function isWord(code: number): boolean {
  return (
    isDigit(code) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x61 && code <= 0x7a) ||
    code === 0x2d ||
    code === 0x5f
  );
}

/** What the name of an anchor is made of: all that can be seen but the flow indicators. */
export function isAnchorName(code: number): boolean {
  if (code === 0x2c || code === 0x5b || code === 0x5d || code === 0x7b || code === 0x7d) return false;
  return (code >= 0x21 && code <= 0x7e) || (code >= 0xa0 && code !== BOM && code !== LS && code !== PS);
}

/** A character as an error message shows it. */
export function shown(char: string): string {
  if (char === '' || char === '\u0000') return 'the end of the file';
  if (char === '\t') return 'a tab';
  if (char === '`') return 'a backtick';
  return isBreak(char.charCodeAt(0)) ? 'the end of the line' : `\`${char}\``;
}
