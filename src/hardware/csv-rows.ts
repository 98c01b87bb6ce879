/** One row of a CSV file: its cells by column, and the line on which it begins (from 1). */
export interface CsvRow {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** A CSV file with a header. */
export interface CsvTable {
  readonly header: readonly string[];
  readonly rows: readonly CsvRow[];
}

/**
 * Reads CSV after RFC 4180: a cell may stand in quotes, a quote in it doubled. Empty lines and lines that begin with `#` are left out; a
 * missing cell is empty.
 *
 * @example
 * csvRows('name,tdp_w\n"Acme, large",300').rows[0] // { line: 2, cells: { name: 'Acme, large', tdp_w: '300' } }
 */
export function csvRows(text: string): CsvTable {
  const records = csvRecords(text.replace(/^\uFEFF/, ''));
  const header = (records[0]?.cells ?? []).map((cell) => cell.trim().toLowerCase());
  const rows = records.slice(1).map(({ line, cells }) => ({
    line,
    cells: Object.fromEntries(header.map((column, n) => [column, (cells[n] ?? '').trim()])),
  }));
  return { header, rows };
}

function csvRecords(text: string): { line: number; cells: string[] }[] {
  const records: { line: number; cells: string[] }[] = [];
  let line = 0;
  let open: { line: number; text: string } | undefined;
  for (const part of text.split(/\r?\n/)) {
    line += 1;
    if (open !== undefined) open.text += `\n${part}`;
    else if (part.trim() !== '' && !part.startsWith('#')) open = { line, text: part };
    if (open === undefined || isOpen(open.text)) continue;
    records.push({ line: open.line, cells: cellsOf(open.text) });
    open = undefined;
  }
  if (open !== undefined) records.push({ line: open.line, cells: cellsOf(open.text) });
  return records;
}

/** An odd number of quotes: the cell goes on in the next line. */
function isOpen(text: string): boolean {
  return text.includes('"') && (text.match(/"/g)?.length ?? 0) % 2 === 1;
}

function cellsOf(text: string): string[] {
  if (!text.includes('"')) return text.split(',');
  const cells = text.match(/(?:^|,)(?:\s*"(?:[^"]|"")*"[^,]*|[^,]*)/g) ?? [];
  return cells.map((cell) => {
    const plain = cell.startsWith(',') ? cell.slice(1) : cell;
    const quoted = /^\s*"((?:[^"]|"")*)"/.exec(plain)?.[1];
    return quoted === undefined ? plain : quoted.replaceAll('""', '"');
  });
}
