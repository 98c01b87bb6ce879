import { BANDS } from '../../../src/book/columns/run-column.ts';
import { unpackedNames, unpackedShort } from '../../../src/book/columns/names.ts';
import { type Packed, unpacked } from '../../../src/book/columns/packed.ts';
import { unshownBand } from '../../../src/book/columns/shown-number.ts';
import type { IndexRow } from '../../../src/book/index-row.ts';
import type { Needs } from './needs.ts';

/** The values of a column, run by run. */
export type Column = readonly unknown[];

/** What the server tells of all runs (`/runs`). */
export interface RunListData {
  readonly version: string;
  readonly count: number;
  readonly columns: Readonly<Record<string, Packed>>;
  readonly unknown: readonly string[];
  readonly nested: readonly number[];
  readonly sums: readonly (readonly [row: number, parts: readonly number[]])[];
  readonly metrics: readonly string[];
  readonly work: readonly string[];
  readonly paramCount: number;
  readonly nowMs: number;
}

/** All runs of the book, newest first, as far as their columns have been asked for. Never changed: what comes makes another. */
export class RunTable {
  readonly list: RunListData;
  readonly #columns: ReadonlyMap<string, Column>;
  /** Asked for, and in no run. */
  readonly #absent: ReadonlySet<string>;
  /** Rows as they were put together last: a filter that is typed asks for the same at each key. */
  readonly #rows = new Map<string, readonly IndexRow[]>();

  constructor(list: RunListData, before?: RunTable) {
    this.list = list;
    const columns = new Map(before === undefined ? [] : before.#columns);
    for (const [name, column] of unpackedAll(list.columns, columns)) columns.set(name, column);
    this.#columns = columns;
    this.#absent = new Set([...(before === undefined ? [] : before.#absent), ...list.unknown]);
  }

  get count(): number {
    return this.list.count;
  }

  /** Whether a column is there exactly, so that it may be compared and added. */
  has(name: string): boolean {
    return this.#columns.has(name) || this.#absent.has(name);
  }

  /** A column, exact; undefined until it is there. */
  exact(name: string): Column | undefined {
    return this.#columns.get(name) ?? (this.#absent.has(name) ? [] : undefined);
  }

  /** A column as exact as it is shown, or better. */
  shown(name: string): Column | undefined {
    return this.exact(name) ?? this.#columns.get(`${name}~`);
  }

  /** Rows that hold what a filter looks at, and nothing else; in the order of the book, which is the last word of every order. */
  rows(needs: Needs): readonly IndexRow[] {
    const { keys, metrics, params } = needs;
    const asked = JSON.stringify([[...keys], [...metrics], [...params]]);
    const found = this.#rows.get(asked) ?? this.#rowsWith(needs);
    // Those of the filter and those of the order.
    if (this.#rows.size >= 2) this.#rows.clear();
    this.#rows.set(asked, found);
    return found;
  }

  #rowsWith({ keys, metrics, params }: Needs): readonly IndexRow[] {
    const fields = [...keys].map((key) => [key, this.#needed(key)] as const);
    const facts = (room: string, names: ReadonlySet<string>): readonly (readonly [string, Column])[] =>
      [...names].map((name) => [name, this.#needed(`${room}.${name}`)] as const);
    const [ofMetrics, ofParams] = [facts('metric', metrics), facts('param', params)];
    return Array.from({ length: this.count }, (_, at) => {
      const row: Record<string, unknown> = { id: '', startedMs: null };
      for (const [key, column] of fields) row[key] = column[at] ?? null;
      row['metrics'] = factsAt(ofMetrics, at);
      row['params'] = factsAt(ofParams, at);
      return row as unknown as IndexRow;
    });
  }

  #needed(name: string): Column {
    const column = this.exact(name);
    if (column === undefined) throw new Error(`column ${name} is not there`);
    return column;
  }
}

function factsAt(
  columns: readonly (readonly [string, Column])[],
  at: number,
): Readonly<Record<string, unknown>> {
  const facts: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [name, column] of columns) {
    const value = column[at] ?? null;
    if (value !== null) facts[name] = isNoValue(value) ? null : value;
  }
  return facts;
}

/** A parameter that is there and null (`NO_VALUE` of `run-column.ts`). */
export function isNoValue(value: unknown): boolean {
  return Array.isArray(value);
}

function unpackedAll(
  columns: Readonly<Record<string, Packed>>,
  before: ReadonlyMap<string, Column>,
): ReadonlyMap<string, Column> {
  const found = new Map<string, Column>();
  const of = (name: string): Column | undefined => found.get(name) ?? before.get(name);
  for (const [name, column] of Object.entries(columns)) {
    if (name === 'short~') found.set(name, unpackedShort(column));
    else if (name !== 'name~') found.set(name, unpacked(column));
  }
  const names = columns['name~'];
  if (names !== undefined) found.set('name', unpackedNames(names, (of('short~') ?? []) as readonly string[]));
  for (const band of new Set(Object.values(BANDS))) {
    const [values, lows, highs] = [band.value, band.low, band.high].map(
      (key) => columns[`${key}~`] && found.get(`${key}~`),
    );
    if (values === undefined || lows === undefined || highs === undefined) continue;
    const whole = values.map((value, at) =>
      unshownBand({ value: value as Num, low: lows[at] as Num, high: highs[at] as Num }, band.unit),
    );
    found.set(
      `${band.value}~`,
      whole.map(({ value }) => value),
    );
    found.set(
      `${band.low}~`,
      whole.map(({ low }) => low),
    );
    found.set(
      `${band.high}~`,
      whole.map(({ high }) => high),
    );
  }
  return found;
}

type Num = number | null;
