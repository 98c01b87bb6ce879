import { textWidth } from '../output/text-width.ts';

/** As many of the texts as fit on a line, whole. */
export function joinedWhileFits(texts: readonly string[], between: string, width: number): string {
  let line = '';
  for (const text of texts) {
    const longer = line === '' ? text : line + between + text;
    if (textWidth(longer) > width) break;
    line = longer;
  }
  return line;
}
