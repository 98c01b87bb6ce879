import { fold } from './filter-ast.ts';
import { fieldOf, isTextField } from './filter-fields.ts';
import { scalarNumber, scalarText, wordsOf } from './filter-match.ts';
import { columnOf, RARE_FIELDS, STORED_FIELDS } from './index-column.ts';
import type { IndexRow } from './index-row.ts';
import type { SqlValue } from './sql-value.ts';

/** To be raised where what a column holds changes but the tables do not (another folding, another derivation of a row). */
const MEANING_VERSION = 6;

const COLUMNS = [
  'n INTEGER PRIMARY KEY',
  'path TEXT NOT NULL UNIQUE',
  'file REAL NOT NULL',
  ...STORED_FIELDS.map((name) => `${columnOf(name)} ${isTextField(fieldOf(name)) ? 'TEXT' : 'REAL'}`),
  'words TEXT NOT NULL',
  'rare TEXT',
];

/** Rows of runs that are not over: read from a journal, or from a record that says that the run lives. */
export const LIVE: string = `(file < 0 OR ${columnOf('state')} = 'running')`;

/**
 * The tables of `index.db`. `runs`: one column for each field of the filter grammar, text folded. `flat`: the whole row as JSON, for one
 * column crosses to JavaScript faster than forty; by itself, for it is as long as all that is searched and a search need not read it. `facts`:
 * parameters (`p.`), metrics (`m.`), tags (`t`). `trouble`: files that cannot be read. `meta`: this text, and the state of the files that the
 * index shows. `run.json` itself is not copied: that made the index 17 times larger and its making twice as long, and reading ten
 * thousand files takes no longer than reading them from here.
 */
export const SCHEMA: readonly string[] = [
  'CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID',
  `CREATE TABLE runs (${COLUMNS.join(', ')})`,
  'CREATE TABLE flat (n INTEGER PRIMARY KEY, row TEXT NOT NULL)',
  'CREATE INDEX runs_by_start ON runs ("start" DESC, id DESC)',
  `CREATE INDEX runs_live ON runs (path, file) WHERE ${LIVE}`,
  'CREATE TABLE facts (key TEXT NOT NULL, run INTEGER NOT NULL, ord INTEGER NOT NULL, num REAL, text TEXT, ' +
    'PRIMARY KEY (key, run, ord)) WITHOUT ROWID',
  'CREATE TABLE trouble (path TEXT PRIMARY KEY, problem TEXT NOT NULL) WITHOUT ROWID',
];

/** What `meta` must say for the index to be ours and current. */
export const SCHEMA_TEXT: string = [`meaning ${MEANING_VERSION}`, ...SCHEMA].join(';\n');

export const INSERT_RUN: string = `INSERT INTO runs VALUES (?, ?, ?, ${STORED_FIELDS.map(() => '?').join(', ')}, ?, ?)`;

export const INSERT_FLAT = 'INSERT INTO flat VALUES (?, ?)';

/** A row of `facts`, without its run. */
export type Fact = readonly [key: string, ord: number, num: number | null, text: string | null];

/** Facts go in by so many at once: a call costs more than a row. */
export const FACTS_AT_ONCE = 32;

/** `values` are `key, run, ord, num, text`. */
export function insertFacts(count: number): string {
  return `INSERT INTO facts VALUES ${Array.from({ length: count }, () => '(?, ?, ?, ?, ?)').join(', ')}`;
}

/** The values of {@link INSERT_RUN} after the run's number, its path, and the state of the file that the row was read from. */
export function runValues(row: IndexRow): SqlValue[] {
  const fields = STORED_FIELDS.map((name): SqlValue => {
    const value = fieldOf(name).get(row);
    return typeof value === 'string' ? fold(value) : (value ?? null);
  });
  return [...fields, wordsOf(row), rareOf(row)];
}

function rareOf(row: IndexRow): string | null {
  const there = RARE_FIELDS.flatMap((name) => {
    const value = fieldOf(name).get(row);
    return value === null ? [] : [[name, value] as const];
  });
  return there.length === 0 ? null : JSON.stringify(Object.fromEntries(there));
}

/** All of a run's parameters, metrics and tags, for {@link insertFacts}. */
export function factsOf(row: IndexRow): Fact[] {
  const params = Object.entries(row.params).map(
    ([name, value]): Fact => [`p.${name}`, 0, scalarNumber(value), scalarText(value)],
  );
  const metrics = Object.entries(row.metrics).map(([name, value]): Fact => [`m.${name}`, 0, value, null]);
  return [...params, ...metrics, ...row.tags.map((tag, place): Fact => ['t', place, null, fold(tag)])];
}

/** All keys of `facts`, by hopping from one to the next: no scan of the table. */
export const FACT_KEYS =
  'WITH RECURSIVE keys(k) AS (SELECT min(key) FROM facts UNION ALL ' +
  'SELECT (SELECT min(key) FROM facts WHERE key > k) FROM keys WHERE k IS NOT NULL) ' +
  'SELECT k FROM keys WHERE k IS NOT NULL';
