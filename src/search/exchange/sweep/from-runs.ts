import type { Configuration, ParameterValue } from '../../space/configuration.ts';
import type { Parameter } from '../../space/parameter.ts';
import type { Metrics } from '../../study/metrics.ts';
import type { Objective } from '../../study/objective.ts';
import type { ForeignStudy, ForeignTrial } from '../foreign-study.ts';
import type { TableRun } from './read-runs.ts';

/** What of a table is what. */
export interface RunsMeaning {
  readonly name: string;
  readonly objective: Objective;
  /** Columns that are parameters; empty: those that are named so. */
  readonly parameters: readonly string[];
}

/** Beginnings of the names of parameters and of metrics, as W&B, MLflow and our own table have them. */
const PARAMETER = /^(?:config|param|params|parameters|hparams)\.(?!_)/;
const METRIC = /^(?:summary|summary_metrics|metric|metrics)\./;
/** Columns that count the training, in the order of choice. */
const COUNTERS = ['epoch', 'trainer/global_step', 'global_step', 'step', '_step', 'iteration'];
/** A range over so many powers of ten is spread in its logarithm. */
const LOG_RATIO = 50;

/** Makes of a table of runs a study. The ranges of its parameters are those of the values that were tried. */
export function fromRuns(runs: readonly TableRun[], meaning: RunsMeaning): ForeignStudy {
  const { objective, name } = meaning;
  const columns = parameterColumns(runs, meaning);
  const parameters = [...columns].flatMap(([column, plain]) => {
    const values = runs.flatMap(({ cells }) => (isValue(cells[column]) ? [cells[column]] : []));
    return values.length === 0 ? [] : [parameterOf(plain, values)];
  });
  const trials = runs.map((run) => trialOf(run, columns, objective));
  return { name, parameters, objectives: [objective], constraints: [], trials, notes: [] };
}

/** Names of the columns that are parameters, and of the parameters. */
function parameterColumns(
  runs: readonly TableRun[],
  { parameters, objective }: RunsMeaning,
): ReadonlyMap<string, string> {
  const all = [...new Set(runs.flatMap(({ cells }) => Object.keys(cells)))];
  const chosen =
    parameters.length > 0
      ? all.filter((column) =>
          parameters.some((one) => one === column || one === column.replace(PARAMETER, '')),
        )
      : all.filter((column) => PARAMETER.test(column));
  const named = chosen.map((column) => [column, column.replace(PARAMETER, '')] as const);
  return new Map(named.filter(([, plain]) => plain !== objective.metric));
}

function isValue(value: unknown): value is ParameterValue {
  return value !== undefined && !(typeof value === 'number' && !Number.isFinite(value));
}

function parameterOf(name: string, values: readonly ParameterValue[]): Parameter {
  const numbers = values.filter((value) => typeof value === 'number');
  if (numbers.length < values.length) {
    const choices = new Map(values.map((value) => [JSON.stringify(value), value]));
    return { kind: 'categorical', name, choices: [...choices.values()] };
  }
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const kind = numbers.every(Number.isInteger) ? 'integer' : 'float';
  return { kind, name, low, high, scale: low > 0 && high / low >= LOG_RATIO ? 'log' : 'linear' };
}

function trialOf(run: TableRun, columns: ReadonlyMap<string, string>, { metric }: Objective): ForeignTrial {
  const configuration: Record<string, ParameterValue> = {};
  for (const [column, plain] of columns) {
    const value = run.cells[column];
    if (isValue(value)) configuration[plain] = value;
  }
  return {
    configuration: configuration satisfies Configuration,
    reports: reportsOf(run, metric),
    outcome: outcomeOf(run, metric),
  };
}

function reportsOf({ history }: TableRun, metric: string): ForeignTrial['reports'] {
  const rows = history.filter((row) => typeof metricIn(row, metric) === 'number');
  const counter = COUNTERS.find(
    (one) => rows.length > 0 && rows.every((row) => typeof row[one] === 'number'),
  );
  const at = rows.map((row, i) => (counter === undefined ? i + 1 : (row[counter] as number)));
  const shift = at.some((resource) => resource === 0) ? 1 : 0;
  const byResource = new Map(
    rows.map((row, i): [number, Metrics] => [
      (at[i] as number) + shift,
      { [metric]: metricIn(row, metric) as number },
    ]),
  );
  return [...byResource]
    .map(([resource, metrics]) => ({ resource, metrics }))
    .filter(({ resource }) => resource > 0)
    .sort((a, b) => a.resource - b.resource);
}

/** The metric's value among cells, whatever stands before its name. */
function metricIn(cells: Readonly<Record<string, unknown>>, metric: string): unknown {
  if (cells[metric] !== undefined) return cells[metric];
  const column = Object.keys(cells).find((name) => METRIC.test(name) && name.replace(METRIC, '') === metric);
  return column === undefined ? undefined : cells[column];
}

function outcomeOf({ cells }: TableRun, metric: string): ForeignTrial['outcome'] {
  const told = [cells['state'], cells['State'], cells['status']].find((one) => typeof one === 'string');
  const state = (told ?? 'finished').toLowerCase();
  if (/crash|fail|kill|error/.test(state))
    return { state: 'failed', failure: { kind: 'told', text: `it was ${state} there` } };
  if (/stop|early|prun/.test(state))
    return { state: 'stopped', reason: { rule: 'told', resource: 0, text: `it was ${state} there` } };
  const value = metricIn(cells, metric);
  return typeof value === 'number'
    ? { state: 'complete', metrics: { [metric]: value } }
    : { state: 'complete' };
}

/** Names of the columns of a table without what stands before them, for a message. */
export function columnNames(runs: readonly TableRun[]): readonly string[] {
  const names = runs.flatMap(({ cells, history }) => [cells, ...history.slice(0, 1)].flatMap(Object.keys));
  return [...new Set(names.map((name) => name.replace(PARAMETER, '').replace(METRIC, '')))];
}
