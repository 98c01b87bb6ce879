import type { ForeignStage } from '../foreign-run.ts';
import type { ImportItem, ReadContext } from '../item.ts';
import { linesOf } from '../lines.ts';
import { numberOf } from '../numbers.ts';
import { textChunks } from '../text-chunks.io.ts';
import { DIMENSIONS } from '../../../units/dimensions.ts';
import { runOfFields } from './run-of-fields.ts';
import { type RowReading, rowsOf } from './rows.ts';

type Row = Extract<RowReading, { readonly kind: 'row' }>;
const { kWh } = DIMENSIONS.energy.units;

/** A task file of CodeCarbon: the tasks of one run as its stages, and that run as their sum. */
export interface TaskFile {
  readonly runId: string;
  readonly stages: readonly ForeignStage[];
  /** The run, and what could not be read. */
  readonly items: readonly ImportItem[];
}

/** Reads a task file (`emissions_<experiment>_<run>.csv`). Its rows are parts of one run: it comes in as one, of the length of all tasks. */
export function readTasks(path: string, context: ReadContext): TaskFile {
  const items: ImportItem[] = [];
  const rows: Row[] = [];
  for (const row of rowsOf(linesOf(textChunks(path, context.onBytes)))) {
    if (row.kind !== 'row') items.push({ kind: row.kind, file: path, line: row.line, why: row.why });
    else {
      const run = runOfFields(row.fields, row.mark);
      if (run.ok) rows.push(row);
      else items.push({ kind: 'refused', file: path, line: row.line, why: run.error });
    }
  }
  const stages = rows.map(stageOf);
  const [first] = rows;
  if (first !== undefined) items.push(sumOf(path, rows, stages, first));
  return { runId: first?.fields['run_id'] ?? '', stages, items };
}

/** The run as the sum of its tasks: the figures add up, all else is the last task's. */
function sumOf(path: string, rows: readonly Row[], stages: readonly ForeignStage[], first: Row): ImportItem {
  const last = rows.at(-1) ?? first;
  const sum = (name: string): string =>
    String(rows.reduce((all, { fields, mark }) => all + (numberOf(fields[name] ?? '', mark) ?? 0), 0));
  const summed = [
    'duration',
    'emissions',
    'energy_consumed',
    'cpu_energy',
    'gpu_energy',
    'ram_energy',
  ].filter((name) => (last.fields[name] ?? '') !== '');
  const fields = { ...withPoints(last), ...Object.fromEntries(summed.map((name) => [name, sum(name)])) };
  const run = runOfFields(fields, '.');
  if (!run.ok) return { kind: 'refused', file: path, line: last.line, why: run.error };
  return { kind: 'run', file: path, line: first.line, run: { ...run.value, stages } };
}

function stageOf({ fields, mark }: Row): ForeignStage {
  const pue = numberOf(fields['pue'] ?? '', mark) ?? 1;
  const kwh = numberOf(fields['energy_consumed'] ?? '', mark);
  return {
    name: fields['task_name'] ?? '',
    joules: kwh === undefined ? null : (kwh * kWh) / pue,
    durationS: numberOf(fields['duration'] ?? '', mark) ?? 0,
  };
}

/** Its numbers with decimal points. */
function withPoints({ fields, mark }: Row): Row['fields'] {
  if (mark === '.') return fields;
  return Object.fromEntries(
    Object.entries(fields).map(([name, text]) => [name, String(numberOf(text, mark) ?? text)]),
  );
}
