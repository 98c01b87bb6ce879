import type { Place } from '../../errors.ts';

/** The place of an offset in a text: its line, its column, and as many characters as are on that line of what begins there. */
export function placeAt(text: string, file: string, at: number, length: number): Place {
  const before = text.slice(0, at);
  const lines = before.split(/\r\n|[\n\r]/);
  // A place between CR and LF is on the line that they end.
  const lineStart = at - (lines.at(-1)?.length ?? 0);
  const line = text.slice(lineStart).split(/[\n\r]/, 1)[0] ?? '';
  const column = at - lineStart;
  const here = Math.max(1, Math.min(length, line.trimEnd().length - column));
  return { file, line: lines.length, column: column + 1, text: line, length: here };
}
