import type { IndexRow } from '../../book/index-row.ts';
import { missing, printEnergy } from '../../units/format.ts';
import { printDuration } from '../../units/format-duration.ts';
import { renderTable } from '../output/table.ts';
import { wrapText } from '../output/text-width.ts';
import { type Look, printOptions, shortId } from './look.ts';

const LABEL = 11;

/** The runs that are parts of a run, e.g. the stages of a `repro`, as a small table. */
export function partLines(parts: readonly IndexRow[], look: Look): string[] {
  if (parts.length === 0) return [];
  const print = printOptions(look);
  const table = renderTable(
    [
      { title: 'run' },
      { title: 'name', keep: true },
      { title: 'energy', align: 'right', keep: true },
      { title: 'time', align: 'right' },
      { title: 'state' },
    ],
    parts.map((row) => [
      shortId(row.id),
      row.name,
      row.energyJ === null ? missing(print) : printEnergy(row.energyJ, print),
      printDuration(row.durationS, print),
      row.state,
    ]),
    { width: look.width - LABEL, unicode: look.unicode },
  );
  return [...table, ...wrapText(IDLE, look.width - LABEL)];
}

/** A run inside another has no part of the idle energy (`attribution/`); what is told of a stage elsewhere has one. */
const IDLE = 'each without a part of the energy that keeps the machine on, which is in the figure above';
