import { COST_COLUMNS } from '../../../src/report/frontier/cost-columns.ts';
import type { CostKey } from '../../../src/report/frontier/cost-axis.ts';
import type { FrontierRun } from '../../../src/report/frontier/frontier-run.ts';
import { MOST_LETTERS } from '../../../src/report/frontier/run-of-row.ts';
import { visibleText } from '../../../src/report/chart/visible-text.ts';
import type { RunTable } from '../../state/runs/run-table.ts';
import type { FrontierSeeds } from './frontier-data.ts';

/** What is drawn of the runs. */
export interface FrontierChoice {
  readonly metric: string;
  readonly cost: CostKey;
  /** A field of a run, or `param.NAME`. */
  readonly group: string | undefined;
}

const BASE = ['id', 'name', 'kind', 'state', 'parentId', 'startedMs', 'grade', 'project'];

/** Fields that runs can be coloured by, with their columns. */
const FIELDS: Readonly<Record<string, string>> = {
  project: 'project',
  kind: 'kind',
  state: 'state',
  host: 'host',
  grade: 'grade',
  gpu: 'gpus',
  zone: 'zone',
};

function groupColumn(group: string | undefined): string | undefined {
  if (group === undefined) return undefined;
  if (group.startsWith('param.')) return group;
  return Object.hasOwn(FIELDS, group) ? FIELDS[group] : undefined;
}

/** The columns that are needed, exact. */
export function columnsNeeded({ metric, cost, group }: FrontierChoice): readonly string[] {
  const { value, low, high, sort } = COST_COLUMNS[cost];
  const own = groupColumn(group);
  return [
    ...BASE,
    value,
    ...[low, high, sort].flatMap((name) => name ?? []),
    `metric.${metric}`,
    ...(own === undefined ? [] : [own]),
  ];
}

/** Some runs of the table as the frontier looks at them; what `joulebook frontier` sees of the same. Undefined until the columns are there. */
export function runsOf(
  table: RunTable,
  rows: readonly number[],
  choice: FrontierChoice,
  seeds: FrontierSeeds | undefined,
): readonly FrontierRun[] | undefined {
  if (!columnsNeeded(choice).every((name) => table.has(name))) return undefined;
  const column = (name: string | null | undefined): readonly unknown[] =>
    (name === null || name === undefined ? undefined : table.exact(name)) ?? [];
  const [id, name, kind, state] = ['id', 'name', 'kind', 'state'].map(column);
  const [parentId, startedMs, grade] = ['parentId', 'startedMs', 'grade'].map(column);
  const from = COST_COLUMNS[choice.cost];
  const [cost, low, high, sort] = [from.value, from.low, from.high, from.sort].map(column);
  const quality = column(`metric.${choice.metric}`);
  const group = column(groupColumn(choice.group));
  return rows.map((row) => {
    const configuration = seeds?.configurations[seeds.of[row] ?? -1];
    return {
      id: text(id?.[row]),
      name: visibleText(text(name?.[row]), MOST_LETTERS),
      kind: text(kind?.[row]),
      state: text(state?.[row]),
      parentId: (parentId?.[row] ?? null) as string | null,
      startedMs: number(startedMs?.[row]),
      grade: text(grade?.[row]),
      quality: number(quality[row]),
      cost: number(cost?.[row]),
      low: number(low?.[row]),
      high: number(high?.[row]),
      sort: (sort?.[row] ?? null) as string | null,
      group: groupText(group[row]),
      legs: 1,
      ...(seeds === undefined || configuration === undefined
        ? {}
        : { repetition: { key: String(seeds.of[row]), configuration, seed: seeds.seed[row] ?? null } }),
    };
  });
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function number(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

function groupText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  // A parameter that is there and null is an empty list (`NO_VALUE` of `run-column.ts`), and so are no GPUs.
  const said = Array.isArray(value) ? [...new Set(value.map(String))].join(', ') : scalarText(value);
  return said === '' ? null : visibleText(said, MOST_LETTERS);
}

function scalarText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}
