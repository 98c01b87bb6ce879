import { printPower } from '../../units/format.ts';
import { printOptions } from '../views/look.ts';
import { type FixedTable, tableLines } from './fit-columns.ts';
import type { FrameLook } from './frame-types.ts';
import { marked, MARK } from './marked-lines.ts';
import type { TopReading } from './reading.ts';
import { nameOfRun, type ProcessRow } from './rows.ts';
import type { UiState } from './ui-state.ts';

/** The processes that work: what they take, above idle, and the run that they work for. */
export function processLines(
  reading: TopReading,
  rows: readonly ProcessRow[],
  ui: UiState,
  look: FrameLook,
): readonly string[] {
  const run = reading.runs.find(({ id }) => id === ui.ofRun);
  const title = run === undefined ? 'COMMAND' : `COMMAND of ${nameOfRun(run)}`;
  const hasGpus = reading.components.some(({ name }) => name.startsWith('gpu:'));
  const lines = tableLines(table(title, hasGpus, look), rows, look.width - MARK, look.unicode ? '…' : '..');
  return marked(lines, rows, ui.selected, look);
}

function table(title: string, hasGpus: boolean, look: FrameLook): FixedTable<ProcessRow> {
  const print = printOptions(look);
  const percent = (part: number): string => `${Math.round(100 * part)}%`;
  return {
    before: [
      { title: 'PID', width: 7, align: 'right', cell: ({ process }) => `${process.pid}` },
      { title: 'CPU', width: 5, align: 'right', cell: ({ process }) => percent(process.cpu) },
      ...(hasGpus
        ? [
            {
              title: 'GPU',
              width: 5,
              align: 'right' as const,
              from: 60 - MARK,
              cell: ({ process }: ProcessRow) => (process.gpu === null ? '' : percent(process.gpu)),
            },
          ]
        : []),
      { title: 'POWER', width: 8, align: 'right', cell: ({ process }) => printPower(process.watts, print) },
      { title: 'RUN', width: 16, from: 60 - MARK, cell: ({ runName }) => runName },
    ],
    elastic: { title, cell: ({ process }) => process.command },
    after: [],
  };
}
