import type { Scalar } from '../../book/journal-event.ts';
import type { RunRecord } from '../../book/run-record.ts';
import { ratio } from '../../units/arithmetic.ts';
import { type Estimate, exact, fromWritten, UNKNOWN } from '../../units/estimate.ts';
import { compareFootprints } from './compare-footprints.ts';
import { type CompareRow, estimateRow, textRow } from './compare-row.ts';

/** Runs side by side, the base first. */
export interface Comparison {
  readonly rows: readonly CompareRow[];
  /** What is not alike although energies are compared; empty: like for like. */
  readonly unlike: readonly { readonly what: string; readonly values: readonly string[] }[];
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
  return { rows, unlike: unlike(runs) };
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

function unlike(runs: readonly RunRecord[]): Comparison['unlike'] {
  const checks: readonly (readonly [what: string, read: (run: RunRecord) => string])[] = [
    ['host', (run) => run.environment['hostname'] ?? run.hostId],
    ['CPU', (run) => run.machine?.cpu ?? 'unknown'],
    ['GPU', (run) => run.machine?.gpus.join(', ') ?? 'unknown'],
    ['grade', (run) => run.grade],
    ['methods', (run) => methodsOf(run)],
    ['PUE', (run) => `${run.carbon.pue?.value ?? 'unknown'}`],
    ['intensity', (run) => run.carbon.intensity?.id ?? 'unknown'],
    ['kind of carbon', (run) => kindOfCarbon(run)],
    ['WUE', (run) => `${run.water?.wue.value ?? 'unknown'}`],
    ['price', (run) => priceOf(run)],
    ['other runs beside it', (run) => `${run.energy.coTenants}`],
  ];
  return checks
    .map(([what, read]) => ({ what, values: runs.map(read) }))
    .filter(({ values }) => values.some((value) => value !== values[0]));
}

/** Average and marginal, direct and life-cycle do not compare. */
function kindOfCarbon({ carbon: { intensity } }: RunRecord): string {
  return intensity === null ? 'unknown' : `${intensity.basis}, ${intensity.boundary}`;
}

function priceOf({ cost }: RunRecord): string {
  return cost === undefined ? 'none' : `${cost.price.value ?? 'unknown'} ${cost.price.unit}`;
}

function methodsOf({ energy }: RunRecord): string {
  return [...new Set(Object.values(energy.components).map(({ method }) => method))].sort().join(', ');
}
