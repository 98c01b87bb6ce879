import type { Derivation } from '../../units/derivation.ts';
import { sides, type Spread, Z90 } from '../../units/estimate.ts';
import { numberless, type Sayings } from './nodes.ts';

/** The JSON of a table below `data/`, e.g. `meters/rapl.json`; undefined where this version has no such table. */
export type Tables = (file: string) => unknown;

/** A place in a table. */
export interface Row {
  /** Below `data/`. */
  readonly file: string;
  /** Keys from the top of the file, e.g. `['classes', 'server', 'efficiency']`. */
  readonly path: readonly string[];
}

/** Where a constant comes from, as its table says. */
export type Provenance = Pick<Derivation, 'source' | 'year' | 'licence' | 'url' | 'note'>;

type Json = Readonly<Record<string, unknown>>;

/** The row as it is named in a derivation: `data/meters/rapl.json#relativeSd.package.intel`. */
export function rowId({ file, path }: Row): string {
  return `data/${file}${path.length === 0 ? '' : `#${path.join('.')}`}`;
}

/**
 * Source, year, licence and address of a row: each is the row's own, else that of the nearest level above it, as the tables are written. A
 * judged constant says so. undefined where the table has no such row.
 */
export function provenanceAt(tables: Tables, row: Row): Provenance | undefined {
  const levels = levelsOf(tables, row);
  if (levels === undefined) return undefined;
  const nearest = (key: string): unknown =>
    levels.findLast((level) => isObject(level) && level[key] !== undefined)?.[key];
  const [source, licence, url, kind] = ['source', 'licence', 'url', 'kind'].map(nearest);
  const year = nearest('year') ?? lastYear(nearest('years'));
  const own = levels.at(-1);
  const note = isObject(own) ? own['note'] : undefined;
  if (typeof source !== 'string') return undefined;
  const isSaid = /judg|own choice/i.test(source);
  return {
    source: kind === 'judged' && !isSaid ? `${source} (judged)` : source,
    ...(typeof year === 'number' ? { year } : {}),
    ...(typeof licence === 'string' ? { licence } : {}),
    ...(typeof url === 'string' ? { url } : {}),
    ...(typeof note === 'string' ? { note } : {}),
  };
}

/** The constant that stands in a row: a number, or a value with its ends. */
export function constantAt(
  tables: Tables,
  row: Row,
  label: string,
  unit: string,
  sayings: Sayings = {},
): Derivation {
  const from = provenanceAt(tables, row);
  if (from === undefined) return lostRow(row, label, unit);
  const { value, low, high } = numbersOf(levelsOf(tables, row)?.at(-1));
  return { id: rowId(row), label, value, low, high, unit, ...from, ...sayings };
}

/** How far something strays, as a factor around 1 with its 5 % and 95 % ends; the row says where that is from. */
export function factorAt(
  tables: Tables,
  row: Row,
  label: string,
  spread: Spread,
  sayings: Sayings = {},
): Derivation {
  const from = provenanceAt(tables, row);
  return { ...factor(rowId(row), label, spread), ...(from ?? LOST), ...sayings };
}

/** The relative standard deviation that a row states as its value. */
export function spreadAt(tables: Tables, row: Row): Spread | undefined {
  return numbersOf(levelsOf(tables, row)?.at(-1)).value ?? undefined;
}

/** A factor around 1. */
export function factor(id: string, label: string, spread: Spread): Derivation {
  const [down, up] = sides(spread);
  const [toLow, toHigh] = [Math.max(down, -up, 0), Math.max(up, -down, 0)];
  return { id, label, value: 1, low: Math.max(0, 1 - Z90 * toLow), high: 1 + Z90 * toHigh, unit: '1' };
}

const LOST: Provenance = {
  source: 'a table of another version of joulebook: this one has no such row',
};

function lostRow(row: Row, label: string, unit: string): Derivation {
  return numberless(rowId(row), label, unit, LOST);
}

/** Of several years the last: `2023-2024`, or a pair. */
function lastYear(years: unknown): number | undefined {
  const found = /(\d{4})\D*$/.exec(typeof years === 'string' ? years : JSON.stringify(years ?? ''))?.[1];
  return found === undefined ? undefined : Number(found);
}

/** The file and all that stands on the way down to the row. */
function levelsOf(tables: Tables, { file, path }: Row): readonly (Json | undefined)[] | undefined {
  const top = tables(file);
  const levels: unknown[] = [top];
  for (const key of path) {
    const at = levels.at(-1);
    if (!isObject(at) || !Object.hasOwn(at, key)) return undefined;
    levels.push(at[key]);
  }
  return top === undefined ? undefined : (levels as readonly (Json | undefined)[]);
}

function numbersOf(row: unknown): {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
} {
  if (typeof row === 'number') return { value: row, low: row, high: row };
  if (!isObject(row)) return { value: null, low: null, high: null };
  const read = (key: string): number | null => {
    const number = row[key];
    return typeof number === 'number' ? number : null;
  };
  const value = read('value');
  return { value, low: read('low') ?? value, high: read('high') ?? value };
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}
