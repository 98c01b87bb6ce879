import { fold, type Operand, type SortKey } from './filter-ast.ts';
import { numberOf, textOf } from './filter-match.ts';
import type { IndexRow } from './index-row.ts';

/**
 * The places of rows in the order that `sort:` says, then newest first; what lacks the value comes last either way. Each value is read once, not at every
 * comparison: ten thousand rows take some milliseconds.
 */
export function orderOf(rows: readonly IndexRow[], sort: readonly SortKey[]): readonly number[] {
  const keys = [
    ...sort.map(({ by, descending }) => keyOf(rows, by, descending ? -1 : 1)),
    { sign: -1, numbers: Float64Array.from(rows, ({ startedMs }) => startedMs ?? Number.NaN) },
  ];
  return Array.from(rows.keys()).sort((a, b) => {
    for (const { sign, numbers, texts } of keys) {
      const order = lastNaN(numbers, a, b, sign) || (texts === undefined ? 0 : lastNaN(texts, a, b, sign));
      if (order !== 0) return order;
    }
    return byCodePoint(fold(rows[b]?.id ?? ''), fold(rows[a]?.id ?? ''));
  });
}

/** Rows in the order of {@link orderOf}. */
export function ordered(rows: readonly IndexRow[], sort: readonly SortKey[]): readonly IndexRow[] {
  return orderOf(rows, sort).flatMap((at) => rows[at] ?? []);
}

interface Key {
  readonly sign: number;
  /** NaN where there is none. */
  readonly numbers: Float64Array;
  /** The place of a row's text among all texts; NaN where there is none. */
  readonly texts?: Float64Array;
}

function keyOf(rows: readonly IndexRow[], by: Operand, sign: number): Key {
  const numbers = Float64Array.from(rows, (row) => numberOf(by, row) ?? Number.NaN);
  const texts = rows.map((row) => textOf(by, row));
  const distinct = [...new Set(texts)].filter((text) => text !== null);
  if (distinct.length === 0) return { sign, numbers };
  const places = new Map(distinct.sort(byCodePoint).map((text, place) => [text, place]));
  return {
    sign,
    numbers,
    texts: Float64Array.from(texts, (text) =>
      text === null ? Number.NaN : (places.get(text) ?? Number.NaN),
    ),
  };
}

function lastNaN(values: Float64Array, a: number, b: number, sign: number): number {
  const [x, y] = [values[a] ?? Number.NaN, values[b] ?? Number.NaN];
  if (Number.isNaN(x)) return Number.isNaN(y) ? 0 : 1;
  if (Number.isNaN(y)) return -1;
  return x === y ? 0 : sign * (x < y ? -1 : 1);
}

/** The order of UTF-8 bytes, as SQLite has it; UTF-16 units would put an emoji before U+FFFD. */
function byCodePoint(a: string, b: string): number {
  if (a === b) return 0;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  if (at > 0 && isLowSurrogate(a.charCodeAt(at)) && isLowSurrogate(b.charCodeAt(at))) at--;
  return (a.codePointAt(at) ?? -1) - (b.codePointAt(at) ?? -1);
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
