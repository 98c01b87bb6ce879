import type { Problem } from '../../../src/errors.ts';
import type { Filter, SortKey } from '../../../src/book/filter-ast.ts';
import { fieldNamed } from '../../../src/book/filter-fields.ts';
import { type KnownNames, parseFilter, parseSort } from '../../../src/book/filter-parse.ts';
import { tokenize } from '../../../src/book/filter-tokens.ts';

/** What is known of the book's own names and of places. */
export interface Known {
  readonly nowMs: number;
  /** Undefined until they were asked for; null in an empty book, in which none is refused. */
  readonly names: KnownNames | null | undefined;
  /** The zone that a text means, null for none; undefined until it was asked for. */
  readonly zones: ReadonlyMap<string, string | null>;
}

/** A filter as read, what is wrong with it, or what must be asked for to read it. */
export type Reading =
  | { readonly filter: Filter }
  | { readonly problem: Problem }
  | { readonly ask: { readonly names: boolean; readonly zones: readonly string[] } };

/** Reads a filter, and an order that goes before its own, as `joulebook ls FILTER --sort SORT` does. */
export function readFilter(text: string, sort: string, known: Known): Reading {
  if (known.names === undefined && (namesKeys(text) || namesKeys(sort === '' ? '' : `sort:${sort}`)))
    return { ask: { names: true, zones: [] } };
  const zones: string[] = [];
  const context = {
    nowMs: known.nowMs,
    ...(known.names === null || known.names === undefined ? {} : { names: known.names }),
    zoneOf: (place: string): string | undefined => {
      const zone = known.zones.get(place);
      if (zone === undefined) zones.push(place);
      return zone ?? undefined;
    },
  };
  const filter = parseFilter(text, context);
  if (!filter.ok) return { problem: filter.error };
  const keys = parseSort(sort, context);
  if (!keys.ok) return { problem: keys.error };
  if (zones.length > 0) return { ask: { names: false, zones } };
  const order: readonly SortKey[] = [...keys.value, ...filter.value.sort];
  return { filter: { where: filter.value.where, sort: order } };
}

/** Whether it has a key that is none of those that every run has. */
function namesKeys(text: string): boolean {
  const tokens = tokenize(text);
  if (!tokens.ok) return false;
  return tokens.value.some(({ key, values }) => {
    if (key === undefined) return false;
    const word = key.text.toLowerCase();
    if (word === 'sort')
      return values.some(({ text: name }) => fieldNamed(name.replace(/^[+-]/, '')) === undefined);
    return fieldNamed(word) === undefined && word !== 'tag' && word !== 'tags';
  });
}
