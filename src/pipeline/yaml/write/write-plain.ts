import { codePoints } from '../../values/code-points.ts';
import type { Sheet } from './sheet.ts';

/** The column beyond which lines are folded. */
export const WIDTH = 80;

/**
 * Writes a text without quotes. A word that would pass the width goes to a new line; the space before it stays behind at the end of the
 * line, as DVC's writer leaves it.
 *
 * @param indent the column of its further lines; undefined where it stands alone in the file
 */
export function writePlain(
  sheet: Sheet,
  text: string,
  indent: number | undefined,
  isSimpleKey: boolean,
): void {
  if (text === '') return;
  if (!sheet.afterSpace) sheet.write(' ');
  sheet.afterSpace = false;
  sheet.onlyIndicators = false;
  if (!text.includes(' ') && sheet.column + text.length <= WIDTH) return sheet.write(text);
  for (const piece of text.match(/ +|[^ ]+/g) ?? []) {
    if (piece === ' ' && sheet.column >= WIDTH && !isSimpleKey) {
      sheet.indent(indent ?? 0);
      sheet.afterSpace = false;
      sheet.onlyIndicators = false;
    } else if (piece.startsWith(' ')) {
      sheet.write(piece);
    } else {
      const tooLong = sheet.column + codePoints(piece) > WIDTH;
      if (tooLong && !isSimpleKey && indent !== undefined && sheet.column > indent) sheet.indent(indent);
      sheet.write(piece);
    }
  }
}
