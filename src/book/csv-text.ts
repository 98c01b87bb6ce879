import type { Cell } from './emissions-row.ts';

/** Cells as one record of RFC 4180, without its line end. Quoted where need be; null is empty. */
export function csvRecord(cells: readonly Cell[]): string {
  return cells.map(csvCell).join(',');
}

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  const text = String(cell);
  return /[",\r\n]|^\s|\s$/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One record of a text in CSV. */
export interface CsvRecord {
  readonly cells: readonly string[];
  /** The line end that closes it. */
  readonly eol: string;
  /** Where the next record begins. */
  readonly end: number;
}

/** The record that begins at `from` (RFC 4180, either line end); undefined if it has no end yet. */
export function csvRecordAt(text: string, from: number): CsvRecord | undefined {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = from; i < text.length; i++) {
    const char = text[i] as string;
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text[i + 1] === '"') {
        cell += '"';
        i++;
      } else quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === ',') {
      cells.push(cell);
      cell = '';
    } else if (char === '\n') {
      const isCrLf = cell.endsWith('\r');
      cells.push(isCrLf ? cell.slice(0, -1) : cell);
      return { cells, eol: isCrLf ? '\r\n' : '\n', end: i + 1 };
    } else cell += char;
  }
  return undefined;
}

/** The first record of a text, which may begin with a byte order mark. */
export function firstCsvRecord(text: string): CsvRecord | undefined {
  return csvRecordAt(text, text.startsWith('\uFEFF') ? 1 : 0);
}

/** The text without those records after the first (the header) whose cell in `column` is one of `values`; all else stays as it is. */
export function withoutRecords(text: string, column: string, values: ReadonlySet<string>): string {
  const whole = text.endsWith('\n') ? text : `${text}\n`; // a last record may lack its line end
  const header = firstCsvRecord(whole);
  const at = header?.cells.indexOf(column) ?? -1;
  if (header === undefined || at < 0) return text;
  const kept = [text.slice(0, header.end)];
  for (let start = header.end; start < text.length; ) {
    const record = csvRecordAt(whole, start);
    const end = record?.end ?? text.length;
    if (!values.has(record?.cells[at] ?? '')) kept.push(text.slice(start, end));
    start = end;
  }
  return kept.join('');
}
