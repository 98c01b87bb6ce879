import { type Problem, problem } from '../errors.ts';
import type { TableRow, TextTable } from '../host/table-text.ts';
import { Z90 } from '../units/estimate.ts';
import type { GridPlace, IntensityFigure } from './grid-place.ts';

/** A file of a user or a project that adds places or figures. */
export interface OwnZones {
  readonly path: string;
  readonly table: TextTable;
}

/** What was read of such files. */
export interface OwnPlaces {
  readonly places: readonly GridPlace[];
  /** Aliases with the code of their place. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Rows that are not understood; they are left out. */
  readonly problems: readonly Problem[];
}

/** The columns that make a file ours: any `data/zones.csv` may be something else. */
const OURS = ['id', 'name', 'g_per_kwh', 'year', 'source'] as const;
const ID = /^[A-Za-z0-9][A-Za-z0-9 _:-]*$/;
/** Above this no power plant emits, g/kWh; such a figure is in another unit. */
const LARGEST_G_PER_KWH = 3000;

/** Whether a table is one of ours by its header. */
export function isOwnZones(table: TextTable): boolean {
  return OURS.every((column) => table.header.includes(column));
}

/** Reads own zones ({@link isOwnZones}), the strongest file first: a row adds a place, or a figure before those of the place that has its id. */
export function ownPlaces(files: readonly OwnZones[]): OwnPlaces {
  const places = new Map<string, GridPlace>();
  const aliases = new Map<string, string>();
  const problems: Problem[] = [];
  for (const { path, table } of files) {
    for (const row of table.rows) {
      const why = wrongWith(row);
      if (why !== undefined) {
        problems.push(refusal(path, row, why));
        continue;
      }
      const place = placeOf(row);
      if (!places.has(place.id)) places.set(place.id, place);
      for (const alias of cell(row, 'aliases').split('|'))
        if (alias.trim() !== '') aliases.set(alias.trim(), place.id);
    }
  }
  return { places: [...places.values()], aliases, problems };
}

/** Own places beside the shipped ones: figures of a place that is there already come before its own. */
export function withOwnPlaces(
  shipped: readonly GridPlace[],
  own: readonly GridPlace[],
): readonly GridPlace[] {
  const byId = new Map(own.map((place) => [place.id, place]));
  const joined = shipped.map((place): GridPlace => {
    const mine = byId.get(place.id);
    return mine === undefined ? place : { ...place, figures: [...mine.figures, ...place.figures] };
  });
  const known = new Set(shipped.map(({ id }) => id));
  return [...own.filter(({ id }) => !known.has(id)), ...joined];
}

function placeOf(row: TableRow): GridPlace {
  const id = cell(row, 'id');
  const name = cell(row, 'name');
  const [value, low, high] = [cell(row, 'g_per_kwh'), cell(row, 'low'), cell(row, 'high')].map(Number);
  const spread = spreadBetween(value ?? 0, low ?? 0, high ?? 0);
  const figure: IntensityFigure = {
    id: `grid.${id}.${cell(row, 'year')}.own`,
    gPerKwh: value ?? 0,
    year: Number(cell(row, 'year')),
    basis: cell(row, 'basis') === 'marginal' ? 'marginal' : 'average',
    boundary: cell(row, 'boundary') === 'direct' ? 'direct' : 'life-cycle',
    accounting: cell(row, 'accounting') === 'production' ? 'production' : 'consumption',
    source: cell(row, 'source'),
    licence: cell(row, 'licence') || 'own data',
    url: cell(row, 'url'),
    ...(spread === undefined ? {} : { spread }),
  };
  return { id, kind: 'zone', name, country: cell(row, 'country'), figures: [figure] };
}

function spreadBetween(value: number, low: number, high: number): readonly [number, number] | undefined {
  if (value === 0 || (low === 0 && high === 0)) return undefined;
  return [low === 0 ? 0 : (1 - low / value) / Z90, high === 0 ? 0 : (high / value - 1) / Z90];
}

/** What is wrong with a row; undefined where nothing is. */
function wrongWith(row: TableRow): string | undefined {
  const [id, value, year] = [cell(row, 'id'), cell(row, 'g_per_kwh'), cell(row, 'year')];
  if (!ID.test(id)) return `the id "${id}" is empty or has other signs than letters, digits, space, - _ :`;
  if (cell(row, 'name') === '') return 'the name is empty';
  if (!isNumber(value) || Number(value) > LARGEST_G_PER_KWH)
    return `g_per_kwh "${value}" is no number from 0 to ${LARGEST_G_PER_KWH}`;
  if (!/^(?:19|20)\d\d$/.test(year)) return `the year "${year}" is no year`;
  if (cell(row, 'source') === '') return 'the source is empty: every figure says where it comes from';
  if (!/^(?:[A-Z]{3})?$/.test(cell(row, 'country')))
    return `the country "${cell(row, 'country')}" is no ISO 3166 alpha-3 code`;
  for (const [column, values] of CHOICES) {
    const text = cell(row, column);
    if (text !== '' && !values.includes(text))
      return `${column} "${text}" is not one of ${values.join(', ')}`;
  }
  const [low, high] = [cell(row, 'low'), cell(row, 'high')];
  if (low !== '' && (!isNumber(low) || Number(low) > Number(value)))
    return `low "${low}" is above the figure`;
  if (high !== '' && (!isNumber(high) || Number(high) < Number(value)))
    return `high "${high}" is below the figure`;
  return undefined;
}

const CHOICES: readonly (readonly [column: string, values: readonly string[]])[] = [
  ['basis', ['average', 'marginal']],
  ['boundary', ['life-cycle', 'direct']],
  ['accounting', ['consumption', 'production']],
];

function isNumber(text: string): boolean {
  return /^\d+(?:\.\d+)?$/.test(text);
}

function cell(row: TableRow, column: string): string {
  return row.cells[column] ?? '';
}

function refusal(path: string, row: TableRow, why: string): Problem {
  return problem(
    'E_CONFIG',
    `a row of ${path} is not understood`,
    `${why}.`,
    'Mend the row, or take it out; until then it is left out.',
    { file: path, line: row.line, column: 1, text: row.text, length: row.text.length },
  );
}
