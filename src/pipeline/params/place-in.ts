import type { Place } from '../../errors.ts';

/** The place of an offset in the text of a file. */
export function placeIn(text: string, file: string, offset: number, length = 1): Place {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < lineStart; at = text.indexOf('\n', at + 1)) line++;
  return lineOf(text, file, line, offset - lineStart + 1, length);
}

/** A place whose line and column, from 1, are known. */
export function lineOf(text: string, file: string, line: number, column: number, length = 1): Place {
  const content = (text.split('\n')[line - 1] ?? '').replace(/\r$/u, '');
  return { file, line, column, text: content, length };
}
