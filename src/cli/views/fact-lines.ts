import { textWidth, wrapText } from '../output/text-width.ts';

/**
 * A figure and what it rests on, over as many lines as that takes: facts stay whole and none is cut off, for a source that does not fit is a
 * source that is not said.
 *
 * @example
 * factLines('18 g', ['France', '44 g/kWh in 2024'], 24) // ['18 g   France,', '44 g/kWh in 2024']
 */
export function factLines(figure: string, facts: readonly string[], width: number): string[] {
  const lines: string[] = [];
  let line = figure;
  for (const [i, fact] of facts.entries()) {
    const text = i === facts.length - 1 ? fact : `${fact},`;
    const gap = lines.length === 0 && i === 0 ? '   ' : ' ';
    if (line !== '' && textWidth(line) + gap.length + textWidth(text) > width) {
      const wrapped = wrapText(text, width);
      lines.push(line, ...wrapped.slice(0, -1));
      line = wrapped.at(-1) ?? '';
    } else line = line === '' ? text : line + gap + text;
  }
  lines.push(line);
  return lines;
}
