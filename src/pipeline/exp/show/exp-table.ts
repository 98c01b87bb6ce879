import { isMap, type Value } from '../../model/value.ts';
import { byCodePoints } from '../../values/code-points.ts';
import { shortRev } from '../exp-ref.ts';
import { cellText } from './cell-text.ts';
import { ColumnTable } from './column-table.ts';
import type { Baseline, ExpRange, ExpState, FileValues, StateEnergy } from './exp-state.ts';
import { flatValues } from './flat-values.ts';

/** How the table of experiments is filled. */
export interface TableForm {
  /** What stands where there is nothing. */
  readonly fill: string;
  /** Significant digits; undefined: all. */
  readonly digits: number | undefined;
  /** When a commit was made. */
  readonly time: (atMs: number) => string;
  /** What stands for energy and carbon, under which titles and where. */
  readonly energy: EnergyColumns;
  /** Puts the experiments of a baseline into another order. */
  readonly sorted: (experiments: readonly ExpRange[]) => readonly ExpRange[];
}

/** The two columns of what was measured. */
export interface EnergyColumns {
  readonly titles: readonly [string, string];
  readonly isLast: boolean;
  readonly cells: (energy: StateEnergy) => readonly [string, string];
}

/** The table, and which of its columns are what. */
export interface ExpTable {
  readonly table: ColumnTable;
  readonly metrics: ReadonlySet<string>;
  readonly deps: ReadonlySet<string>;
  /** The titles of energy and carbon, where anything was measured. */
  readonly energy: readonly string[];
}

/** Columns that every table of experiments begins with. */
const HEAD = ['Experiment', 'rev', 'typ', 'Created', 'parent', 'State', 'Executor'];
/** What stands for a value in a file that cannot be read. */
const FAULT = '!';

type Names = Map<string, Set<string>>;

/** The table of experiments as DVC's, with energy and carbon where they are known. */
export function expTable(baselines: readonly Baseline[], form: TableForm): ExpTable {
  const states = baselines.flatMap((one) => [one, ...one.experiments.flatMap(({ states: all }) => all)]);
  const metrics = namesOf(states, ({ metrics: files }) => files);
  const params = namesOf(states, ({ params: files }) => files);
  const deps = [...new Set(states.flatMap(({ data }) => [...(data?.deps.keys() ?? [])]))].sort(byCodePoints);
  const counts = new Map<string, number>(HEAD.map((title) => [title, 1]));
  // Of one file with metrics and with parameters DVC counts the parameters alone.
  for (const names of new Map([...metrics, ...params]).values())
    for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const titleOf = (path: string, name: string): string => (counts.get(name) === 1 ? name : `${path}:${name}`);
  const titles = (names: Names): readonly string[] =>
    [...names].flatMap(([path, keys]) => [...keys].map((key) => titleOf(path, key)));
  const isMeasured = states.some(({ data }) => data?.energy !== undefined);
  const energy = isMeasured ? form.energy.titles : [];
  const { isLast } = form.energy;
  const all = [...HEAD, ...(isLast ? [] : energy), ...titles(metrics), ...titles(params), ...deps];
  const cells = (state: ExpState): readonly (readonly [string, string])[] => {
    const { data } = state;
    if (data === undefined) return [];
    return [
      ['Created', data.atMs === undefined ? form.fill : form.time(data.atMs)] as const,
      ...fileCells(data.metrics, metrics, titleOf, form),
      ...fileCells(data.params, params, titleOf, form),
      ...[...data.deps].map(([at, hashed]) => [at, hashed?.md5 ?? form.fill] as const),
      ...(data.energy === undefined
        ? []
        : form.energy.cells(data.energy).map((cell, i) => [energy[i] ?? '', cell] as const)),
    ];
  };
  const rows = baselines.flatMap((baseline) => [
    new Map([...headOf(baseline), ...cells(baseline)]),
    ...form.sorted(baseline.experiments).flatMap((range, i, { length }) => {
      const [tip] = range.states;
      return tip === undefined ? [] : [new Map([...rangeHead(range, tip, i === length - 1), ...cells(tip)])];
    }),
  ]);
  return {
    table: new ColumnTable([...all, ...(isLast ? energy : [])], rows, form.fill),
    metrics: new Set(titles(metrics)),
    deps: new Set(deps),
    energy,
  };
}

function headOf({ rev, name }: ExpState): readonly (readonly [string, string])[] {
  const shown = name ?? (rev === 'workspace' ? rev : shortRev(rev));
  return [
    ['Experiment', ''],
    ['rev', shown],
    ['typ', 'baseline'],
    ['parent', ''],
  ];
}

function rangeHead(
  { executor }: ExpRange,
  { rev, name }: ExpState,
  isBase: boolean,
): readonly (readonly [string, string])[] {
  return [
    ['Experiment', name ?? ''],
    ['rev', rev === 'workspace' ? rev : shortRev(rev)],
    ['typ', isBase ? 'branch_base' : 'branch_commit'],
    ['parent', ''],
    ...(executor === undefined
      ? []
      : ([
          ['State', capital(executor.state)],
          ['Executor', capital(executor.name)],
        ] as const)),
  ];
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

function namesOf(
  states: readonly ExpState[],
  filesOf: (data: NonNullable<ExpState['data']>) => FileValues,
): Names {
  const names: Names = new Map();
  for (const { data } of states)
    for (const [path, value] of data === undefined ? [] : filesOf(data)) {
      const known = names.get(path) ?? new Set<string>();
      names.set(path, known);
      if (value.ok && isMap(value.value)) for (const key of flatValues(value.value).keys()) known.add(key);
    }
  return names;
}

function fileCells(
  files: FileValues,
  names: Names,
  titleOf: (path: string, name: string) => string,
  { fill, digits }: TableForm,
): readonly (readonly [string, string])[] {
  return [...files].flatMap(([path, read]) => {
    const values: ReadonlyMap<string, Value> =
      read.ok && isMap(read.value) ? flatValues(read.value) : new Map();
    return [...(names.get(path) ?? [])].map((name): readonly [string, string] => {
      const value = values.get(name) ?? null;
      return [titleOf(path, name), value === null ? (read.ok ? fill : FAULT) : cellText(value, digits)];
    });
  });
}
