import type { Condition, Operand } from './filter-ast.ts';
import { literal } from './filter-ast.ts';
import type { IndexRow } from './index-row.ts';

/** Project of the sample's made-up runs, and their tag. */
export const SAMPLE = 'sample';

/** The sample's runs, as a filter of the user says them. */
export const SAMPLE_FILTER = `project:${SAMPLE} tag:${SAMPLE}`;

/** The sample's runs. */
export const SAMPLE_RUNS: Condition = {
  op: 'and',
  of: [
    { op: 'like', on: { field: 'project' }, pattern: literal(SAMPLE) },
    { op: 'like', on: { any: 'tag' }, pattern: literal(SAMPLE) },
  ],
};

/** All runs but those of the sample. */
export const REAL_RUNS: Condition = { op: 'not', of: SAMPLE_RUNS };

/** Whether a run is of the sample: made up, so that an empty book has something to show. */
export function isSample({ project, tags }: Pick<IndexRow, 'project' | 'tags'>): boolean {
  return project === SAMPLE && tags.includes(SAMPLE);
}

/**
 * Those of a book's runs that count in totals. The sample stands for real runs only where there are none: from the first real one on it would be added to what
 * was measured.
 */
export function countedBesideSample<T extends Pick<IndexRow, 'project' | 'tags'>>(
  rows: readonly T[],
): readonly T[] {
  const real = rows.filter((row) => !isSample(row));
  return real.length === 0 || real.length === rows.length ? rows : real;
}

const NAMING = new Set(['project', 'id', 'root', 'parent', 'name']);

/** Whether a filter chooses by project, tag, name or id: then what it chooses is meant, the sample too. */
export function choosesByName(where: Condition): boolean {
  switch (where.op) {
    case 'and':
    case 'or':
      return where.of.some(choosesByName);
    case 'like':
      return isNaming(where.on);
    default:
      return false; // what is left out by its name chooses nothing, and no number is a name
  }
}

function isNaming(on: Operand): boolean {
  return 'any' in on ? on.any === 'tag' : 'field' in on && NAMING.has(on.field);
}
