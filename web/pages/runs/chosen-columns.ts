import type { RunTable } from '../../state/runs/run-table.ts';
import { columnOf, type RunColumn } from './run-columns.ts';

/** What the table begins with; of these only what differs from run to run, unless all are wanted. */
const ALWAYS = ['state', 'start', 'duration', 'energy', 'co2'];
const WHERE_IT_VARIES = ['grade', 'project', 'kind'];

/** Keys of columns as the address holds them. */
export function readKeys(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  if (!text.startsWith('[')) return text.split(',').filter(Boolean);
  try {
    const keys: unknown = JSON.parse(text);
    return Array.isArray(keys) ? keys.map(String) : [];
  } catch {
    return [];
  }
}

export function writeKeys(keys: readonly string[]): string {
  return keys.some((key) => /[,[]/.test(key)) ? JSON.stringify(keys) : keys.join(',');
}

/** The columns with one of them at another place; beyond the ends is at an end. */
export function moved(keys: readonly string[], key: string, to: number): readonly string[] {
  if (!keys.includes(key)) return keys;
  const next = keys.filter((one) => one !== key);
  next.splice(Math.max(0, to), 0, key);
  return next;
}

/** The columns of the table behind the name: those chosen, or those that a listing begins with. */
export function shownColumns(
  table: RunTable,
  rows: readonly number[],
  chosen: readonly string[] | undefined,
  isEverything: boolean,
): readonly RunColumn[] {
  const keys = chosen ?? firstKeys(table, rows, isEverything);
  return keys.flatMap((key) => columnOf(key) ?? []);
}

function firstKeys(table: RunTable, rows: readonly number[], isEverything: boolean): readonly string[] {
  const metric = table.list.metrics[0];
  const varying = WHERE_IT_VARIES.filter((key) => isEverything || varies(table.shown(key), rows));
  // What most runs count their work in.
  const work = table.list.work.slice(0, 1);
  return [...ALWAYS, ...(metric === undefined ? [] : [`metric.${metric}`]), ...work, ...varying];
}

function varies(column: readonly unknown[] | undefined, rows: readonly number[]): boolean {
  if (column === undefined) return false;
  const [first = 0] = rows;
  return rows.some((row) => column[row] !== column[first]);
}
