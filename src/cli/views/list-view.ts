import type { IndexRow } from '../../book/index-row.ts';
import { summable } from '../../book/summable.ts';
import type { WrittenEstimate } from '../../units/estimate.ts';
import { co2e, missing, printCarbon, printEnergy } from '../../units/format.ts';
import { printDuration } from '../../units/format-duration.ts';
import { type Column, renderTable } from '../output/table.ts';
import { localTime } from './local-time.ts';
import { dot, type Look, plainNumber, printOptions, shortId } from './look.ts';

interface ListColumn extends Column {
  readonly cell: (row: IndexRow) => string;
}

/** Most columns of metrics and of parameters that a listing begins with; the table drops what does not fit. */
const MOST_EXTRAS = 12;

/** A table of runs; only those metrics, parameters and projects that differ between them have a column. */
export function listView(rows: readonly IndexRow[], nowMs: number, look: Look): string[] {
  const columns = [...fixedColumns(nowMs, look), ...varyingColumns(rows, look)];
  const cells = rows.map((row) => columns.map((column) => column.cell(row)));
  return renderTable(columns, cells, {
    width: look.width,
    unicode: look.unicode,
    paintTitle: look.style.bold,
    ...(look.wide === undefined ? {} : { wide: look.wide }),
  });
}

function fixedColumns(nowMs: number, look: Look): ListColumn[] {
  const print = printOptions(look);
  const none = missing(print);
  const paintState = (cell: string): string => {
    const state = cell.trim();
    if (state === 'ok') return look.style.green(cell);
    return ['failed', 'lost'].includes(state) ? look.style.red(cell) : cell;
  };
  return [
    { title: 'ID', cell: (row) => shortId(row.id) },
    { title: 'NAME', keep: true, cell: (row) => row.name },
    { title: 'STATE', paint: paintState, cell: (row) => row.state },
    { title: 'START', cell: (row) => (row.startedMs === null ? none : localTime(row.startedMs, nowMs)) },
    { title: 'TIME', align: 'right', cell: (row) => printDuration(row.durationS, print) },
    {
      title: 'ENERGY',
      align: 'right',
      keep: true,
      cell: (row) =>
        `${printEnergy(estimateOf(row.energyJ, row.energyLowJ, row.energyHighJ, 'J'), print)} ${row.grade}`,
    },
    {
      title: co2e(print),
      align: 'right',
      cell: (row) => printCarbon(estimateOf(row.co2G, row.co2LowG, row.co2HighG, 'g'), print),
    },
  ];
}

/** The figures of a row as an estimate; the band decides how many digits are shown. */
export function estimateOf(
  value: number | null,
  low: number | null,
  high: number | null,
  unit: string,
): WrittenEstimate {
  return { value, low, high, unit, errors: {} };
}

function varyingColumns(rows: readonly IndexRow[], look: Look): ListColumn[] {
  const none = missing(printOptions(look));
  const metrics = namesIn(rows.map((row) => row.metrics)).map(
    (name): ListColumn => ({
      title: name.toUpperCase(),
      align: 'right',
      cell: ({ metrics: { [name]: value } }) => (value === undefined ? none : plainNumber(value)),
    }),
  );
  const params = namesIn(rows.map((row) => row.params))
    .filter((name) => varies(rows, (row) => row.params[name]))
    .map((name): ListColumn => {
      const isNumber = rows.every((row) => ['number', 'undefined'].includes(typeof row.params[name]));
      return {
        title: name,
        align: isNumber ? 'right' : 'left',
        cell: ({ params: { [name]: value } }) =>
          value === undefined ? none : typeof value === 'number' ? plainNumber(value) : String(value),
      };
    });
  const others: ListColumn[] = [];
  if (varies(rows, (row) => row.project)) others.push({ title: 'PROJECT', cell: (row) => row.project });
  if (rows.some((row) => row.tags.length > 0))
    others.push({ title: 'TAGS', cell: (row) => row.tags.join(',') });
  return [...metrics.slice(0, MOST_EXTRAS), ...params.slice(0, MOST_EXTRAS), ...others];
}

function namesIn(maps: readonly Readonly<Record<string, unknown>>[]): string[] {
  return [...new Set(maps.flatMap((map) => Object.keys(map)))].sort();
}

function varies(rows: readonly IndexRow[], read: (row: IndexRow) => unknown): boolean {
  return rows.some((row) => read(row) !== read(rows[0] as IndexRow));
}

/** The line under a listing: how many runs are shown of how many, and what the root runs among them used in all, a sum of runs and its parts once. */
export function listSummary(rows: readonly IndexRow[], total: number, look: Look): string {
  const print = printOptions(look);
  const roots = summable(rows);
  const known = roots.filter((row) => row.energyJ !== null);
  const joules = known.reduce((sum, row) => sum + (row.energyJ ?? 0), 0);
  const grams = roots.reduce((sum, row) => sum + (row.co2G ?? 0), 0);
  const parts = [rows.length === total ? counted(total) : `${rows.length} of ${counted(total)}`];
  if (known.length > 0) parts.push(printEnergy(joules, print));
  if (roots.length > 0 && roots.every((row) => row.co2G !== null)) {
    parts.push(`${printCarbon(grams, print)} ${co2e(print)}`);
  }
  if (known.length < roots.length) parts.push(`energy unknown for ${roots.length - known.length}`);
  if (rows.length < total) parts.push('more: --limit 0');
  return parts.join(dot(look));
}

function counted(total: number): string {
  return total === 1 ? '1 run' : `${total} runs`;
}
