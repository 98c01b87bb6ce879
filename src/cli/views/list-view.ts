import type { IndexRow } from '../../book/index-row.ts';
import { fieldOf, WORK_FIELDS } from '../../book/filter-fields.ts';
import { summable } from '../../book/summable.ts';
import { ok, type Result } from '../../result.ts';
import {
  co2e,
  missing,
  printCarbon,
  printEnergy,
  printMoney,
  type PrintOptions,
  printWater,
} from '../../units/format.ts';
import { printDuration } from '../../units/format-duration.ts';
import { renderTable } from '../output/table.ts';
import { fieldCell } from './field-cell.ts';
import { chosenColumns, fieldColumn, type ListColumn, metricColumn, paramColumn } from './list-columns.ts';
import { localTime } from './local-time.ts';
import { dot, type Look, printOptions, shortId } from './look.ts';

/** Most columns of metrics and of parameters that a listing begins with; the table drops what does not fit. */
const MOST_EXTRAS = 12;

/** A table of runs; only what differs between them has a column besides the usual ones. */
export function listView(
  rows: readonly IndexRow[],
  nowMs: number,
  look: Look,
  depths: Depths = new Map(),
): string[] {
  return tableOf([...fixedColumns(nowMs, look, depths), ...varyingColumns(rows, nowMs, look)], rows, look);
}

/** How deep each run stands under others of the listing, by id. */
type Depths = ReadonlyMap<string, number>;

/** A table of runs with the columns that are asked for, after their ids and names. */
export function chosenView(
  rows: readonly IndexRow[],
  columns: string,
  nowMs: number,
  look: Look,
  depths: Depths = new Map(),
): Result<string[]> {
  const chosen = chosenColumns(columns, rows, nowMs, printOptions(look));
  if (!chosen.ok) return chosen;
  const [id, name] = fixedColumns(nowMs, look, depths);
  const before = [id, name].filter((column) => column !== undefined);
  const own = chosen.value.filter(({ title }) => !before.some((column) => column.title === title));
  return ok(tableOf([...before, ...own], rows, look));
}

function tableOf(columns: readonly ListColumn[], rows: readonly IndexRow[], look: Look): string[] {
  const cells = rows.map((row) => columns.map((column) => column.cell(row)));
  return renderTable(columns, cells, {
    width: look.width,
    unicode: look.unicode,
    paintTitle: look.style.bold,
    ...(look.wide === undefined ? {} : { wide: look.wide }),
  });
}

function fixedColumns(nowMs: number, look: Look, depths: Depths): ListColumn[] {
  const print = printOptions(look);
  const none = missing(print);
  const paintState = (cell: string): string => {
    const state = cell.trim();
    if (state === 'ok') return look.style.green(cell);
    return ['failed', 'lost'].includes(state) ? look.style.red(cell) : cell;
  };
  return [
    { title: 'ID', cell: (row) => shortId(row.id) },
    { title: 'NAME', keep: true, cell: (row) => `${'  '.repeat(depths.get(row.id) ?? 0)}${row.name}` },
    { title: 'STATE', paint: paintState, cell: (row) => row.state },
    { title: 'START', cell: (row) => (row.startedMs === null ? none : localTime(row.startedMs, nowMs)) },
    { title: 'TIME', align: 'right', cell: (row) => printDuration(row.durationS, print) },
    {
      title: 'ENERGY',
      align: 'right',
      keep: true,
      cell: (row) => `${fieldCell('energy', row, nowMs, print)} ${row.grade}`,
    },
    fieldColumn('co2', nowMs, print),
  ];
}

/** Other footprints stand behind the metrics; the carbon of making the machine, which most runs have, at the very end. */
function varyingColumns(rows: readonly IndexRow[], nowMs: number, look: Look): ListColumn[] {
  const print = printOptions(look);
  const metrics = namesIn(rows.map((row) => row.metrics)).map((name) => metricColumn(name, print));
  const params = namesIn(rows.map((row) => row.params))
    .filter((name) => varies(rows, (row) => row.params[name]))
    .map((name) => paramColumn(name, rows, print));
  const fieldsThatVary = (
    ...names: readonly ('cost' | 'water' | 'market' | 'embodied' | 'zone')[]
  ): ListColumn[] => {
    const columns = names.map((name) => [name, fieldColumn(name, nowMs, print)] as const);
    return columns
      .filter(([name]) => varies(rows, (row) => fieldOf(name).get(row)))
      .map(([, column]) => column);
  };
  const others: ListColumn[] = [];
  if (varies(rows, (row) => row.project)) others.push({ title: 'PROJECT', cell: (row) => row.project });
  if (rows.some((row) => row.tags.length > 0))
    others.push({ title: 'TAGS', cell: (row) => row.tags.join(',') });
  // One is enough: what most of them count in, else the listing has room for nothing else.
  const [work] = WORK_FIELDS.map(
    (name) => [name, rows.filter((row) => fieldOf(name).get(row) !== null).length] as const,
  )
    .filter(([, count]) => count > 0)
    .toSorted(([, a], [, b]) => b - a);
  return [
    ...metrics.slice(0, MOST_EXTRAS),
    ...(work === undefined ? [] : [fieldColumn(work[0], nowMs, print)]),
    ...fieldsThatVary('cost', 'water', 'market'),
    ...params.slice(0, MOST_EXTRAS),
    ...others,
    ...fieldsThatVary('zone', 'embodied'),
  ];
}

function namesIn(maps: readonly Readonly<Record<string, unknown>>[]): string[] {
  return [...new Set(maps.flatMap((map) => Object.keys(map)))].sort();
}

function varies(rows: readonly IndexRow[], read: (row: IndexRow) => unknown): boolean {
  return rows.some((row) => read(row) !== read(rows[0] as IndexRow));
}

/** The line under a listing: how many runs are shown of how many, and what the root runs among them used in all, a sum of runs and its parts once. `stages`: how many are left out. */
export function listSummary(rows: readonly IndexRow[], total: number, look: Look, stages = 0): string {
  const print = printOptions(look);
  const roots = summable(rows);
  const known = roots.filter((row) => row.energyJ !== null);
  const joules = known.reduce((sum, row) => sum + (row.energyJ ?? 0), 0);
  const grams = roots.reduce((sum, row) => sum + (row.co2G ?? 0), 0);
  const parts = [rows.length === total ? counted(total) : `${rows.length} of ${counted(total)}`];
  if (known.length > 0) parts.push(printEnergy(joules, print));
  if (roots.length > 0 && roots.every((row) => row.co2G !== null)) {
    parts.push(`${printCarbon(grams, print)} ${co2e(print)}${mixedNote(roots)}`);
  }
  parts.push(...waterAndCost(roots, print));
  if (known.length < roots.length) parts.push(`energy unknown for ${roots.length - known.length}`);
  if (stages > 0) parts.push(`${stages === 1 ? '1 stage' : `${stages} stages`} not listed (--stages)`);
  if (rows.length < total) parts.push('more: --limit 0');
  return parts.join(dot(look));
}

/** Carbon of different kinds is no sum to be quoted. */
function mixedNote(roots: readonly IndexRow[]): string {
  const kinds = new Set(roots.map(({ co2Kind }) => co2Kind).filter((kind) => kind !== null));
  return kinds.size > 1 ? ` (mixed: ${[...kinds].toSorted().join(' and ')})` : '';
}

/** Only where all of the runs have them, and money in one currency: a sum of some would be taken for the sum of all. */
function waterAndCost(roots: readonly IndexRow[], print: PrintOptions): string[] {
  const sum = (values: readonly (number | null)[]): number | null =>
    values.length === 0 || values.includes(null)
      ? null
      : values.reduce<number>((total, value) => total + (value ?? 0), 0);
  const litres = sum(roots.map(({ waterL }) => waterL));
  const money = sum(roots.map(({ cost }) => cost));
  const [currency, ...more] = new Set(roots.map((row) => row.currency ?? ''));
  return [
    ...(litres === null ? [] : [`${printWater(litres, print)} water`]),
    ...(money === null || currency === undefined || more.length > 0
      ? []
      : [printMoney(money, currency, print)]),
  ];
}

function counted(total: number): string {
  return total === 1 ? '1 run' : `${total} runs`;
}
