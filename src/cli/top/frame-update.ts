import { textWidth } from '../output/text-width.ts';

const ESC = '\u001b';

/** Begins a frame's life on the screen: an alternate one, without a cursor, without wrapping. */
export const ENTER_SCREEN = `${ESC}[?1049h${ESC}[?25l${ESC}[?7l${ESC}[2J`;
/** Gives the screen back as it was. */
export const LEAVE_SCREEN = `${ESC}[0m${ESC}[?7h${ESC}[?25h${ESC}[?1049l`;

/**
 * What must be written so that a screen that shows one frame shows the next: only the lines that differ, in one piece.
 *
 * @param before undefined where the screen's content is not known.
 * @param width of the screen: behind a line that fills it the cursor stands on its last cell, and erasing would take that.
 */
export function frameUpdate(
  before: readonly string[] | undefined,
  lines: readonly string[],
  width: number,
): string {
  let text = before === undefined ? `${ESC}[0m${ESC}[2J` : '';
  lines.forEach((line, i) => {
    if (before !== undefined && before[i] === line) return;
    const erase = textWidth(line) < width ? `${ESC}[K` : '';
    text += `${ESC}[${i + 1};1H${line}${ESC}[0m${erase}`;
  });
  return text;
}
