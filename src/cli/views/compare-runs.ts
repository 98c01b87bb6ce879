import type { Scalar } from '../../book/journal-event.ts';
import type { RunRecord } from '../../book/run-record.ts';
import { ratio } from '../../units/arithmetic.ts';
import { type Estimate, exact, fromWritten, UNKNOWN } from '../../units/estimate.ts';
import { compareFootprints } from './compare-footprints.ts';
import { type CompareRow, estimateRow, textRow } from './compare-row.ts';
import { type Unlike, unlikeFacts } from '../../report/statement/unlike.ts';

/** Runs side by side, the base first. */
export interface Comparison {
  readonly rows: readonly CompareRow[];
  /** What is not alike although energies are compared; empty: like for like. */
  readonly unlike: readonly Unlike[];
}

/** Compares runs with the first one. */
export function compareRuns(runs: readonly RunRecord[]): Comparison {
  const scope = runs[0]?.scope ?? 'attributed';
  const rows: CompareRow[] = [
    estimateRow(
      'energy',
      'energy',
      runs.map((run) => fromWritten(run.energy.wall[scope])),
    ),
    estimateRow(
      'active',
      'energy',
      runs.map((run) => fromWritten(run.energy.wall.active)),
    ),
    ...compareFootprints(runs, scope),
    estimateRow(
      'time',
      'duration',
      runs.map((run) => exact(run.durationS)),
    ),
    estimateRow(
      'power',
      'power',
      runs.map((run) => perSecond(fromWritten(run.energy.wall[scope]), run.durationS)),
    ),
    textRow(
      'grade',
      runs.map((run) => run.grade),
    ),
    textRow(
      'state',
      runs.map((run) => run.state),
    ),
    ...namesOf(runs, (run) => run.metrics).map((name) =>
      estimateRow(
        name,
        'number',
        runs.map((run) => numberOf(run.metrics[name])),
      ),
    ),
    ...namesOf(runs, (run) => run.params).map((name) =>
      textRow(
        `param ${name}`,
        runs.map((run) => textOf(run.params[name])),
      ),
    ),
    ...namesOf(runs, (run) => run.energy.stages).map((name) =>
      estimateRow(
        `stage ${name}`,
        'energy',
        runs.map((run) => stageOf(run, name)),
      ),
    ),
  ];
  return { rows, unlike: unlikeFacts(runs) };
}

function perSecond(energy: Estimate, seconds: number): Estimate {
  return seconds > 0 ? ratio(energy, exact(seconds)) : UNKNOWN;
}

function numberOf(value: number | undefined): Estimate | null {
  return value === undefined ? null : exact(value);
}

function textOf(value: Scalar | undefined): string | null {
  return value === undefined ? null : String(value);
}

function stageOf(run: RunRecord, name: string): Estimate | null {
  const stage = run.energy.stages[name];
  return stage === undefined ? null : fromWritten(stage.attributed);
}

function namesOf(runs: readonly RunRecord[], read: (run: RunRecord) => object): string[] {
  return [...new Set(runs.flatMap((run) => Object.keys(read(run))))];
}
