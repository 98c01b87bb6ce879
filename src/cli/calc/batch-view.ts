import type { RowAnswer } from '../../calc/batch/row-answer.ts';
import { printCarbon, printEnergy } from '../../units/format.ts';
import { renderTable } from '../output/table.ts';
import { type Look, printOptions } from '../views/look.ts';

const KWH_J = 3.6e6;

/** Answers as a table; the whole note of a row stands under --json. */
export function batchView(answers: readonly RowAnswer[], look: Look): string[] {
  const print = printOptions(look);
  const dash = look.unicode ? '–' : '-';
  const amount = (value: number | null, show: (base: number) => string): string =>
    value === null ? (look.unicode ? '—' : '-') : show(value);
  const energy = (value: number | null): string => amount(value, (kwh) => printEnergy(kwh * KWH_J, print));
  const carbon = (value: number | null): string => amount(value, (kg) => printCarbon(kg * 1000, print));
  const between = (
    low: number | null,
    high: number | null,
    show: (value: number | null) => string,
  ): string => (low === null || low === high ? '' : `${show(low)}${dash}${show(high)}`);
  return renderTable(
    [
      { title: 'ROW', keep: true },
      { title: 'ENERGY', align: 'right', keep: true },
      { title: '90%', align: 'right' },
      { title: 'CARBON', align: 'right', keep: true },
      { title: 'NOTE', keep: true },
    ],
    answers.map((row, i) => [
      String(row.id ?? i + 1),
      energy(row.kwh),
      between(row.kwhLow, row.kwhHigh, energy),
      carbon(row.kgco2e),
      row.note,
    ]),
    {
      width: look.width,
      unicode: look.unicode,
      paintTitle: look.style.bold,
      ...(look.wide === undefined ? {} : { wide: look.wide }),
    },
  );
}
