import { csvRecord } from '../book/csv-text.ts';
import type { RunRecord } from '../book/run-record.ts';
import { type ExportColumn, exportTable } from './export-table.ts';

/**
 * Runs as CSV (RFC 4180, CRLF): units in the headers, full precision, complete. A text that a spreadsheet would take for a formula
 * gets an apostrophe before it (owasp.org/www-community/attacks/CSV_Injection); numbers stand as they are.
 *
 * @example
 * exportCsv(runs).split('\r\n')[0] // 'id,name,project,…,energy_wh,…'
 */
export function exportCsv(runs: readonly RunRecord[]): string {
  const columns = exportTable(runs);
  const lines = [csvRecord(columns.map((column) => guarded(column.name)))];
  for (let row = 0; row < runs.length; row++)
    lines.push(csvRecord(columns.map((column) => cell(column, row))));
  return lines.map((line) => `${line}\r\n`).join('');
}

function cell(column: ExportColumn, row: number): string | number | null {
  const value = column.values[row] ?? null;
  if (column.type === 'text' && typeof value === 'string') return guarded(value);
  return typeof value === 'boolean' ? String(value) : value;
}

/** A text that no spreadsheet takes for a formula. */
export function guarded(text: string): string {
  return /^[=+\-@\t\r]/.test(text) && !isNumber(text) ? `'${text}` : text;
}

/** Only digits: nothing that a spreadsheet could run. */
function isNumber(text: string): boolean {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text);
}
