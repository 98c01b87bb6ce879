import { csvRecord } from '../../../src/book/csv-text.ts';
import { guarded } from '../../../src/report/export-csv.ts';
import type { DataCell } from './chart-data.ts';

/** Data as CSV (RFC 4180, CRLF); a text that a spreadsheet would take for a formula gets an apostrophe before it. */
export function csvOf(columns: readonly string[], rows: readonly (readonly DataCell[])[]): string {
  return [columns, ...rows]
    .map((row) => `${csvRecord(row.map((cell) => (typeof cell === 'string' ? guarded(cell) : cell)))}\r\n`)
    .join('');
}

/** Data as JSON, with what they are and where they are from. */
export function jsonOf(
  columns: readonly string[],
  rows: readonly (readonly DataCell[])[],
  about: Readonly<Record<string, string>>,
): string {
  const all = rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i] ?? null])));
  return `${JSON.stringify({ ...about, rows: all }, null, 1)}\n`;
}
