import { existsSync, readFileSync } from 'node:fs';
import { firstCsvRecord } from '../../src/book/csv-text.ts';

/** All records of a CSV file, its header first. Throws where the last one has no end. */
export function csvRows(path: string): readonly (readonly string[])[] {
  const rows: (readonly string[])[] = [];
  let text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  while (text !== '') {
    const record = firstCsvRecord(text);
    if (record === undefined) throw new Error(`${path} ends in the middle of a row: ${text.slice(-200)}`);
    rows.push(record.cells);
    text = text.slice(record.end);
  }
  return rows;
}
