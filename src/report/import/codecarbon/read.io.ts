import { textChunks } from '../text-chunks.io.ts';
import type { ForeignRun, ForeignStage } from '../foreign-run.ts';
import { type ImportItem, MOMENT, MOMENT_EVERY, type ReadContext } from '../item.ts';
import { type Key, keyOf, KeyTable } from '../key-table.ts';
import { linesOf } from '../lines.ts';
import { numberOf } from '../numbers.ts';
import { complaintOf, identityOf, runOfFields } from './run-of-fields.ts';
import { type RowReading, rowsOf } from './rows.ts';

type Row = Extract<RowReading, { readonly kind: 'row' }>;

/**
 * Reads an `emissions.csv`. Rows of one run are states of it (`flush`), each with all that came before: the one with the most energy, the last of equals, stands
 * for the run. The file is read more than once, so that memory holds some 20 bytes for each run and no row.
 *
 * @param stages tasks of runs, from task files beside it, by the run's id; what is used is taken out.
 */
export function* readEmissions(
  path: string,
  context: ReadContext,
  stages: Map<string, readonly ForeignStage[]> = new Map(),
): Generator<ImportItem> {
  const best = yield* bestLines(path, context);
  for (const row of rowsOf(linesOf(textChunks(path, context.onBytes)))) {
    const { line } = row;
    if (row.kind !== 'row') {
      yield { kind: row.kind, file: path, line, why: row.why };
      continue;
    }
    const chosen = best.get(keyOfRow(row));
    if (chosen !== undefined && chosen.value !== line) {
      yield { kind: 'passed', file: path, line, why: `line ${chosen.value} has the same run` };
      continue;
    }
    const run = runOfFields(row.fields, row.mark);
    if (!run.ok) {
      yield { kind: 'refused', file: path, line, why: run.error };
      continue;
    }
    const id = row.fields['run_id'] ?? '';
    const tasks = stages.get(id);
    stages.delete(id);
    yield {
      kind: 'run',
      file: path,
      line,
      run: tasks === undefined ? run.value : withStages(run.value, tasks),
      ...(row.repaired === undefined ? {} : { repaired: row.repaired }),
    };
  }
}

/** A task file has no column for the PUE that its energies hold. */
function withStages(run: ForeignRun, tasks: readonly ForeignStage[]): ForeignRun {
  const pue = run.energy?.pue ?? 1;
  const stages = tasks.map(({ name, joules, durationS }) => ({
    name,
    joules: joules === null ? null : joules / pue,
    durationS,
  }));
  return { ...run, stages };
}

/** For each run of several rows the line that stands for it. */
function* bestLines(path: string, context: ReadContext): Generator<ImportItem, KeyTable> {
  const rows = new KeyTable();
  let isAnyTwice = false;
  for (const row of rowsOf(linesOf(textChunks(path, context.onBytes)), { shallow: () => true })) {
    if (row.line % MOMENT_EVERY === 0) yield MOMENT;
    if (row.kind !== 'row') continue;
    const key = keyOfRow(row);
    const before = rows.get(key)?.value ?? 0;
    rows.set(key, Math.min(2, before + 1));
    if (before > 0) isAnyTwice = true;
  }
  const best = new KeyTable();
  if (!isAnyTwice) return best;
  const isOnce = (id: string): boolean => rows.get(keyOf(id))?.value !== 2;
  for (const row of rowsOf(linesOf(textChunks(path, () => {})), { shallow: isOnce })) {
    if (row.line % MOMENT_EVERY === 0) yield MOMENT;
    if (row.kind !== 'row') continue;
    const key = keyOfRow(row);
    if (rows.get(key)?.value !== 2 || complaintOf(row.fields, row.mark) !== undefined) continue;
    const energy = Math.fround(numberOf(row.fields['energy_consumed'] ?? '', row.mark) ?? 0);
    const before = best.get(key);
    if (before === undefined || before.weight <= energy) best.set(key, row.line, energy);
  }
  return best;
}

function keyOfRow(row: Row): Key {
  const id = row.fields['run_id'] ?? '';
  return keyOf(id === '' ? identityOf(row.fields, row.mark) : id);
}
