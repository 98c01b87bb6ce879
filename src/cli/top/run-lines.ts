import { co2e, missing, printCarbon, printEnergy, printMoney, printPower } from '../../units/format.ts';
import { printDuration } from '../../units/format-duration.ts';
import { printOptions } from '../views/look.ts';
import { type FixedColumn, type FixedTable, tableLines } from './fit-columns.ts';
import type { FrameLook } from './frame-types.ts';
import { marked, MARK } from './marked-lines.ts';
import type { RunReading, TopReading } from './reading.ts';
import { nameOfRun, type RunRow } from './rows.ts';
import type { UiState } from './ui-state.ts';
import { wholePercent } from '../../units/format-share.ts';

/** Who owns the machine's watts: runs, then the rest, then the sum of them, of which a stretch is shown. */
export function runLines(
  reading: TopReading,
  rows: readonly RunRow[],
  [from, to]: readonly [number, number],
  ui: UiState,
  look: FrameLook,
): readonly string[] {
  const all: readonly RunRow[] = [...rows, wholeOf(reading)];
  const shown = all.slice(from, to);
  const lines = tableLines(table(reading, look), shown, look.width - MARK, look.unicode ? '…' : '..');
  return marked(lines, shown, ui.selected, look);
}

/** What the rows above sum to. */
function wholeOf(reading: TopReading): RunRow {
  const cpu = reading.cpuBusy * reading.cpuCapacity;
  return { key: 'machine', kind: 'rest', name: 'the machine', watts: reading.wall.watts, cpu };
}

function table(reading: TopReading, look: FrameLook): FixedTable<RunRow> {
  const print = printOptions(look);
  const none = missing(print);
  const ofRun =
    (text: (run: RunReading) => string) =>
    (row: RunRow): string =>
      row.kind === 'run' ? text(row.run) : '';
  const ofKnown =
    (text: (known: NonNullable<RunReading['known']>) => string) =>
    (row: RunRow): string =>
      row.kind !== 'run' ? '' : row.run.known === undefined ? none : text(row.run.known);
  const power = (row: RunRow): string =>
    row.kind === 'run' && row.run.power.value === null
      ? printPower(row.run.power, print)
      : printPower(wattsOf(row), print);
  const total = reading.wall.watts;
  return {
    before: [],
    elastic: {
      title: 'RUN',
      cell: (row) => (row.kind === 'run' ? indent(row.run.depth, look) + nameOfRun(row.run) : row.name),
    },
    after: [
      {
        title: 'CPU',
        width: 5,
        align: 'right',
        cell: (row) => (row.key === 'rest:idle' ? '' : cpuOf(row).toFixed(2)),
      },
      { title: 'POWER', width: POWER, align: 'right', cell: power },
      {
        title: 'SHARE',
        width: 5,
        align: 'right',
        // A nested run is a part of its root: its watts are in there.
        cell: (row) =>
          (row.kind === 'run' && row.run.depth > 0) || total <= 0 ? '' : wholePercent(wattsOf(row) / total),
      },
      {
        title: 'ENERGY',
        width: 9,
        align: 'right',
        from: 60 - MARK,
        cell: ofKnown(({ energy }) => printEnergy(energy, print)),
      },
      {
        title: co2e(print),
        width: 11,
        align: 'right',
        from: 80 - MARK,
        cell: ofKnown(({ carbon }) => printCarbon(carbon, print)),
      },
      {
        title: 'TIME',
        width: 7,
        align: 'right',
        from: 68 - MARK,
        cell: ofKnown(({ startedS }) => printDuration(Math.max(0, reading.atS - startedS), print)),
      },
      ...costColumn(reading, look),
      { title: 'EPOCH', width: 7, align: 'right', from: 90 - MARK, cell: ofKnown(epochText) },
      { title: 'PID', width: 7, align: 'right', from: 100 - MARK, cell: ofRun(({ pid }) => `${pid}`) },
      { title: 'PROJECT', width: 14, from: 112 - MARK, cell: ofKnown(({ project }) => project) },
    ],
  };
}

const POWER = 10;

/** Money has a column only where a price is known. */
function costColumn(reading: TopReading, look: FrameLook): readonly FixedColumn<RunRow>[] {
  if (!reading.runs.some(({ known }) => known?.besides.cost !== undefined)) return [];
  const print = printOptions(look);
  const cell = (row: RunRow): string => {
    const cost = row.kind === 'run' ? row.run.known?.besides.cost : undefined;
    if (cost !== undefined) return printMoney(cost.amount, cost.currency, print);
    return row.kind === 'run' ? missing(print) : '';
  };
  return [{ title: 'COST', width: 13, align: 'right', from: 100 - MARK, cell }];
}

function indent(depth: number, { unicode }: FrameLook): string {
  return depth === 0 ? '' : `${'  '.repeat(Math.min(depth, 4) - 1)}${unicode ? '└ ' : '- '}`;
}

function wattsOf(row: RunRow): number {
  return row.kind === 'run' ? row.run.watts : row.watts;
}

function cpuOf(row: RunRow): number {
  return row.kind === 'run' ? row.run.cpu : row.cpu;
}

function epochText({ epoch }: NonNullable<RunReading['known']>): string {
  if (epoch === undefined) return '';
  return epoch.of === undefined ? `${epoch.n}` : `${epoch.n}/${epoch.of}`;
}
