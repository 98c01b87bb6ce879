import { fitText, graphemes, printable, textWidth, wrapText } from '../output/text-width.ts';

/** Folds text at spaces, and a word that is wider than the line where the line ends; never wider than `width`. */
export function foldText(text: string, width: number): string[] {
  return wrapText(printable(text), width).flatMap((line) =>
    textWidth(line) <= width ? [line] : brokenWords(line, width),
  );
}

/** An address or a long name breaks anywhere. */
function brokenWords(line: string, width: number): string[] {
  const lines: string[] = [];
  let rest = line;
  while (textWidth(rest) > width) {
    const kept = fitText(rest, width, '');
    // A character wider than the line stands alone rather than nowhere.
    const piece = kept === '' ? (graphemes(rest)[0] ?? rest) : kept;
    lines.push(piece);
    rest = rest.slice(piece.length).trimStart();
  }
  return rest === '' ? lines : [...lines, rest];
}
