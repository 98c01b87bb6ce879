import { printCarbon } from '../../units/format.ts';
import { fitText, padText, textWidth } from '../output/text-width.ts';
import { type Look, printOptions } from '../views/look.ts';

/** What the energy would emit in another place. */
export interface GreenerLine {
  readonly id: string;
  readonly name: string;
  readonly grams: number;
  /** Against the place of the job, e.g. −0.48. */
  readonly change: number;
  readonly year: number;
}

/** Greener places, one a line. */
export function greenerLines(lines: readonly GreenerLine[], look: Look): readonly string[] {
  const print = printOptions(look);
  const cells = lines.map(({ id, name, grams, change, year }) => {
    const minus = look.unicode ? '−' : '-';
    const percent =
      change <= -0.995 && change > -1 ? Number((-change * 100).toPrecision(4)) : Math.round(-change * 100);
    return [id, fitText(name, 34), printCarbon(grams, print), `${minus}${percent}%`, String(year)] as const;
  });
  const widths = [0, 1, 2, 3, 4].map((i) =>
    Math.max(0, ...cells.map((cell) => textWidth(cell[i as 0 | 1 | 2 | 3 | 4]))),
  );
  return cells.map((cell) =>
    fitText(
      `  ${cell.map((text, i) => padText(text, widths[i] ?? 0, i >= 2 ? 'right' : 'left')).join('  ')}`.trimEnd(),
      look.width,
    ),
  );
}
