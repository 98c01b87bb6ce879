import { unreachable } from '../../result.ts';
import { readEmissions } from './codecarbon/read.io.ts';
import { isHeader, LAYOUTS } from './codecarbon/columns.ts';
import { fitRow } from './codecarbon/fit-row.ts';
import { readTasks } from './codecarbon/tasks.io.ts';
import { cellsOf, delimiterOf } from './delimited.ts';
import type { ForeignFormat, ForeignStage } from './foreign-run.ts';
import { readExport } from './joulebook-csv.io.ts';
import { isExportHeader } from './joulebook-run.ts';
import type { ImportItem } from './item.ts';
import { linesOf } from './lines.ts';
import type { Source } from './source.ts';
import { textHead } from './text-chunks.io.ts';
import { isHistoryHeader } from './wandb/history-columns.ts';
import { readHistoryCsv } from './wandb/read-history.io.ts';

/** A header is shorter than this. */
const HEAD_BYTES = 1 << 16;

/** What a delimited file is. */
export type CsvKind = 'emissions' | 'tasks' | 'export' | 'history';

/** Looks at the first line of a file: which of the delimited files it is, if one. */
export function csvKind(path: string): CsvKind | undefined {
  const lines = [...linesOf([textHead(path, HEAD_BYTES).replaceAll('\0', '')])];
  const first = lines.find(({ text }) => text.trim() !== '')?.text;
  if (first === undefined) return undefined;
  const delimiter = delimiterOf(first);
  const cells = (cellsOf(first, delimiter) ?? []).map((cell) => cell.trim());
  if (isHeader(cells)) return cells.includes('task_name') ? 'tasks' : 'emissions';
  if (isExportHeader(cells)) return 'export';
  if (isHistoryHeader(cells)) return 'history';
  const isRow = LAYOUTS.some(({ columns }) => {
    const fitted = fitRow(cells, columns, delimiter === ',' ? '.' : ',');
    return fitted.kind === 'row' && fitted.repaired === undefined;
  });
  return isRow ? 'emissions' : undefined;
}

/** The source that a delimited file is. Tasks are handed over to the emissions files that are read after them. */
export function csvSource(
  path: string,
  kind: CsvKind,
  bytes: number,
  stages: Map<string, readonly ForeignStage[]>,
): Source {
  const source = (format: ForeignFormat, read: Source['read'], times = 1): Source => ({
    format,
    path,
    bytes: bytes * times,
    read,
  });
  switch (kind) {
    case 'emissions':
      return source('codecarbon', (context) => readEmissions(path, context, stages), 2);
    case 'tasks':
      return { ...source('codecarbon', tasksReader(path, stages)), rank: 1 };
    case 'export':
      return source('joulebook', (context) => readExport(path, context));
    case 'history':
      return source('wandb', (context) => readHistoryCsv(path, context));
    default:
      return unreachable(kind);
  }
}

/** Task files are small: they are read at once, so that the runs in other files can have their tasks as stages. */
function tasksReader(path: string, stages: Map<string, readonly ForeignStage[]>): Source['read'] {
  const { runId, stages: own, items } = readTasks(path, { onBytes: () => {}, longestGapS: 0 });
  if (runId !== '') stages.set(runId, own);
  return ({ onBytes }) => {
    onBytes(0);
    if (runId === '' || stages.has(runId)) return items;
    return items.map((item): ImportItem => {
      if (item.kind !== 'run') return item;
      return { kind: 'passed', file: path, why: 'its tasks came in as stages of their run' };
    });
  };
}
