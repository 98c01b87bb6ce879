import type { CalcResult } from '../../calc/calc-result.ts';
import { type Sensitivity, WHAT_IF } from '../../calc/sensitivity.ts';
import { printCarbon, printEnergy } from '../../units/format.ts';
import { fitText, padText, textWidth } from '../output/text-width.ts';
import { type Look, printOptions } from '../views/look.ts';

const KWH_J = 3.6e6;
/** Narrowest bar that still shows anything. */
const LEAST = 8;
const MOST = 30;

/** Bars from the result at an input's low end to that at its high end, all on one axis. */
export function tornadoLines(
  result: CalcResult,
  rows: readonly Sensitivity[],
  look: Look,
): readonly string[] {
  if (rows.length === 0) return [];
  const isCarbon = result.carbon !== undefined && result.carbon.estimate.value !== null;
  const print = printOptions(look);
  const amount = (value: number): string =>
    isCarbon ? printCarbon(value, print) : printEnergy(value * KWH_J, print);
  const target = (isCarbon ? result.carbon?.estimate.value : result.energy.estimate.value) ?? 0;
  const cells = rows.map(
    (row) => [row.input, inputText(row, look), amount(row.low), amount(row.high)] as const,
  );
  const widths = [0, 1, 2, 3].map((i) =>
    Math.max(...cells.map((cell) => textWidth(cell[i as 0 | 1 | 2 | 3]))),
  );
  const taken = 2 + widths.reduce((sum, width) => sum + width + 2, 0);
  const room = Math.min(MOST, look.width - taken);
  const [least, most] = [Math.min(...rows.map(({ low }) => low)), Math.max(...rows.map(({ high }) => high))];
  return rows.map((row, i) => {
    const [input = '', text = '', low = '', high = ''] = cells[i] ?? [];
    const bar = room < LEAST ? '' : barOf(row, { least, most, target }, room, look.unicode);
    const line =
      `  ${padText(input, widths[0] ?? 0)}  ${padText(text, widths[1] ?? 0)}  ${padText(low, widths[2] ?? 0, 'right')}  ${bar}${bar === '' ? '' : '  '}${high}`.trimEnd();
    return fitText(line, look.width);
  });
}

function inputText({ input, from, to, unit, whatIf }: Sensitivity, look: Look): string {
  if (whatIf) return `what if ${look.unicode ? '±' : '+-'}${WHAT_IF * 100}%`;
  if (input === 'power') return 'its interval';
  const dash = look.unicode ? '–' : '-';
  return `${round(from)}${dash}${round(to)}${unit === '' ? '' : ` ${unit}`}`;
}

function round(value: number): string {
  return String(Number(value.toPrecision(value >= 1 && value < 10 ? 3 : 2)));
}

function barOf(
  { low, high }: Sensitivity,
  { least, most, target }: { readonly least: number; readonly most: number; readonly target: number },
  room: number,
  unicode: boolean,
): string {
  const span = most - least || 1;
  const at = (value: number): number => Math.round(((value - least) / span) * (room - 1));
  const [from, to, middle] = [at(low), at(high), at(target)];
  const [full, mark] = unicode ? ['█', '│'] : ['#', '|'];
  return Array.from({ length: room }, (_, i) =>
    i === middle ? mark : i >= from && i <= to ? full : ' ',
  ).join('');
}
