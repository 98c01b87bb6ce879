import { type FieldName, fieldOf, WORK_FIELDS } from '../../../book/filter-fields.ts';
import type { IndexRow } from '../../../book/index-row.ts';

/** What is to be known of all runs of a listing at once. */
export interface ListFacts {
  /** Names of metrics and parameters, those of most runs first. */
  readonly metrics: readonly string[];
  readonly params: readonly string[];
  /** Fields of the energy per unit of work, those of most runs first. */
  readonly work: readonly FieldName[];
  /** Runs that stand in another, by row. */
  readonly nested: readonly number[];
  /** Which rows a run is the sum of. */
  readonly sums: readonly (readonly [row: number, parts: readonly number[]])[];
}

const known = new WeakMap<readonly IndexRow[], ListFacts>();

/** The facts of some rows, looked for once as long as they are the same list: every page asks for them. */
export function listFacts(rows: readonly IndexRow[]): ListFacts {
  const facts = known.get(rows) ?? lookFor(rows);
  known.set(rows, facts);
  return facts;
}

function lookFor(rows: readonly IndexRow[]): ListFacts {
  const rowOf = new Map(rows.map(({ id }, row) => [id, row]));
  return {
    metrics: frequent(rows, 'metrics'),
    params: frequent(rows, 'params'),
    work: workFields(rows),
    nested: rows.flatMap(({ parentId }, row) => (parentId === null ? [] : [row])),
    sums: rows.flatMap(({ parts }, row) =>
      parts === undefined ? [] : [[row, parts.flatMap((id) => rowOf.get(id) ?? [])] as const],
    ),
  };
}

/** The unit that most runs have counted their work in comes first; of those that are as frequent the one that says more. */
function workFields(rows: readonly IndexRow[]): readonly FieldName[] {
  return WORK_FIELDS.map((name) => ({
    name,
    count: rows.reduce((sum, row) => sum + (fieldOf(name).get(row) === null ? 0 : 1), 0),
  }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count)
    .map(({ name }) => name);
}

function frequent(rows: readonly IndexRow[], room: 'metrics' | 'params'): readonly string[] {
  const counts = new Map<string, number>();
  for (const row of rows)
    for (const name of Object.keys(row[room])) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name);
}
