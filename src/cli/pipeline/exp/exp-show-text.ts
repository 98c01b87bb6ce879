import type { ColumnTable } from '../../../pipeline/exp/show/column-table.ts';
import type { Baseline, ExpRange, StateEnergy } from '../../../pipeline/exp/show/exp-state.ts';
import { type EnergyColumns, expTable } from '../../../pipeline/exp/show/exp-table.ts';
import { isoTime, shortTime } from '../../../pipeline/exp/show/iso-time.ts';
import { printCarbon, printEnergy } from '../../../units/format.ts';
import { renderTable } from '../../output/table.ts';
import { textWidth } from '../../output/text-width.ts';
import { type Look, printOptions } from '../../views/look.ts';
import { printedTable } from '../plain-table.ts';

/** How experiments are shown. */
export interface ShowLook {
  readonly form: 'csv' | 'markdown' | 'table';
  readonly digits: number | undefined;
  readonly nowMs: number;
  readonly look: Look;
  readonly onlyChanged: boolean;
  readonly keep: readonly RegExp[];
  readonly drop: readonly RegExp[];
  readonly sorted?: (experiments: readonly ExpRange[]) => readonly ExpRange[];
}

const BRANCHES: Readonly<Record<string, string>> = {
  branch_commit: '├── ',
  branch_base: '└── ',
};
const ASCII_BRANCHES: Readonly<Record<string, string>> = { branch_commit: '|-- ', branch_base: '`-- ' };

/** The text of the table of experiments. */
export function expShowText(baselines: readonly Baseline[], show: ShowLook): string {
  const { form, digits, nowMs } = show;
  const isCsv = form === 'csv';
  const made = expTable(baselines, {
    fill: isCsv ? '' : '-',
    digits,
    time: isCsv ? isoTime : (atMs) => shortTime(atMs, nowMs),
    energy: isCsv ? CSV_ENERGY : printed(show.look),
    sorted: show.sorted ?? ((experiments) => experiments),
  });
  const { table } = made;
  const begins = (regexes: readonly RegExp[]) => (title: string) =>
    regexes.some((regex) => new RegExp(`^(?:${regex.source})`, regex.flags).test(title));
  table.keep(begins(show.keep));
  table.drop(
    (title, cells) => ['State', 'Executor'].includes(title) && cells.every((cell) => cell === table.fill),
  );
  const types = table.column('typ');
  if (!isCsv) joinNames(table, types, form === 'table' && !show.look.unicode ? ASCII_BRANCHES : BRANCHES);
  if (show.onlyChanged) table.drop((_, cells) => new Set(cells).size === 1);
  table.drop(begins(show.drop));
  if (isCsv) return csvText(table);
  if (form === 'markdown') return printedTable(table.titles, table.rows, 'markdown');
  return framed(table, types, new Set([...made.metrics, ...made.energy]), show.look);
}

/** One column instead of those that name an experiment. */
function joinNames(
  table: ColumnTable,
  types: readonly string[],
  branches: Readonly<Record<string, string>>,
): void {
  const revs = table.column('rev');
  const names = table.column('Experiment').map((name, i) => {
    const rev = revs[i] ?? '';
    const type = types[i] ?? '';
    if (type === 'baseline') return name === '' ? rev : name;
    return `${branches[type] ?? ''}${name === '' ? rev : `${rev} [${name}]`}`;
  });
  table.set('Experiment', names);
  table.drop((title) => title === 'rev' || title === 'typ' || title === 'parent');
}

const CSV_ENERGY: EnergyColumns = {
  titles: ['energy_J', 'co2e_g'],
  isLast: true,
  // What is known of a part only is no number to compute with.
  cells: ({ wall, carbon, withoutRecord }) =>
    withoutRecord.length > 0 ? ['', ''] : [numberText(wall.value), numberText(carbon.value)],
};

function numberText(value: number | null): string {
  return value === null ? '' : `${value}`;
}

function printed(look: Look): EnergyColumns {
  const options = printOptions(look);
  const least = ({ withoutRecord }: StateEnergy): string =>
    withoutRecord.length === 0 ? '' : look.unicode ? '≥ ' : '>= ';
  return {
    titles: ['Energy', look.unicode ? 'CO₂e' : 'CO2e'],
    isLast: false,
    cells: (energy) => [
      least(energy) + printEnergy(energy.wall, options),
      least(energy) + printCarbon(energy.carbon, options),
    ],
  };
}

/** As Python's csv writes it. */
function csvText(table: ColumnTable): string {
  const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [table.titles, ...table.rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** Lines above, below the titles and at the end; commits are bold. */
function framed(
  table: ColumnTable,
  types: readonly string[],
  numbers: ReadonlySet<string>,
  look: Look,
): string {
  const { style } = look;
  const columns = table.titles.map((title) => ({
    title,
    ...(numbers.has(title) ? { align: 'right' as const } : {}),
    ...(title === 'Experiment'
      ? { paint: (cell: string, row: number) => (types[row] === 'baseline' ? style.bold(cell) : cell) }
      : {}),
  }));
  const [head = '', ...body] = renderTable(columns, table.rows, {
    width: look.width,
    unicode: look.unicode,
    ...(look.wide === undefined ? {} : { wide: look.wide }),
  });
  const width = Math.max(...[head, ...body].map(textWidth));
  const rule = (look.unicode ? '─' : '-').repeat(width);
  return `${[rule, head, rule, ...body, rule].join('\n')}\n`;
}
