import type { Scalar } from '../../book/journal-event.ts';
import type { RunRecord } from '../../book/run-record.ts';
import { ratio, subtract } from '../../units/arithmetic.ts';
import { type Estimate, exact, fromWritten, interval, UNKNOWN } from '../../units/estimate.ts';

/** What a row compares. */
export type RowKind = 'energy' | 'carbon' | 'power' | 'duration' | 'number' | 'text';

/**
 * Whether two estimates differ: clear only if the 90 % interval of their ratio leaves out 1, after the errors that both share have cancelled.
 */
export type Verdict = 'clear' | 'unclear' | 'unknown' | 'same';

/** One run against the base. */
export interface Against {
  readonly difference: Estimate;
  readonly ratio: Estimate;
  readonly verdict: Verdict;
}

/** One quantity over all runs; `against` has an entry for each run after the base, null for text. */
export interface CompareRow {
  readonly name: string;
  readonly kind: RowKind;
  readonly values: readonly (Estimate | string | null)[];
  readonly against: readonly (Against | null)[];
  readonly differs: boolean;
}

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
    estimateRow(
      'CO2e',
      'carbon',
      runs.map((run) => fromWritten(run.carbon.operational)),
    ),
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

function estimateRow(name: string, kind: RowKind, values: readonly (Estimate | null)[]): CompareRow {
  const [base = null, ...others] = values;
  const against = others.map((other) => (base === null || other === null ? null : compare(base, other)));
  const differs = against.some((each) => each === null || each.verdict !== 'same');
  return { name, kind, values, against, differs };
}

function compare(base: Estimate, other: Estimate): Against {
  const difference = subtract(other, base);
  const quotient = other.value === 0 && base.value === 0 ? exact(1) : ratio(other, base);
  return { difference, ratio: quotient, verdict: verdictOf(base, other, quotient) };
}

function verdictOf(base: Estimate, other: Estimate, quotient: Estimate): Verdict {
  const { low, high } = interval(quotient);
  if (low === null || high === null) return 'unknown';
  if (low === 1 && high === 1 && base.value === other.value) return 'same';
  return low > 1 || high < 1 ? 'clear' : 'unclear';
}

function textRow(name: string, values: readonly (string | null)[]): CompareRow {
  const differs = values.some((value) => value !== values[0]);
  return { name, kind: 'text', values, against: values.slice(1).map(() => null), differs };
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
    ['other runs beside it', (run) => `${run.energy.coTenants}`],
  ];
  return checks
    .map(([what, read]) => ({ what, values: runs.map(read) }))
    .filter(({ values }) => values.some((value) => value !== values[0]));
}

function methodsOf({ energy }: RunRecord): string {
  return [...new Set(Object.values(energy.components).map(({ method }) => method))].sort().join(', ');
}
