/** A row of a table with the line of the file that it stands on, and its cells by the names in the header (lower case). */
export interface TableRow {
  readonly line: number;
  readonly text: string;
  readonly cells: Readonly<Record<string, string>>;
}

/** A table that a person wrote: its header, and its rows. */
export interface TextTable {
  readonly header: readonly string[];
  readonly rows: readonly TableRow[];
}

/**
 * Reads a table of comma-separated values as people and spreadsheets write them: cells may be quoted, lines may end in CRLF, lines that
 * are empty or begin with `#` are left out. A cell that the row lacks is empty. A quoted cell ends with its line.
 */
export function textTable(text: string): TextTable {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line, i) => ({ line: i + 1, text: line }))
    .filter((line) => line.text.trim() !== '' && !line.text.startsWith('#'));
  const [first, ...rest] = lines;
  const header = first === undefined ? [] : cellsOf(first.text).map((cell) => cell.toLowerCase());
  const rows = rest.map((line): TableRow => {
    const cells = cellsOf(line.text);
    return { ...line, cells: Object.fromEntries(header.map((name, i) => [name, cells[i] ?? ''])) };
  });
  return { header, rows };
}

/** The cells of one line, without spaces around them; `""` in a quoted cell is a quote (RFC 4180). */
function cellsOf(line: string): string[] {
  if (!line.includes('"')) return line.split(',').map((cell) => cell.trim());
  return Array.from(line.matchAll(/(?:^|,)\s*(?:"((?:[^"]|"")*)"\s*(?=,|$)|([^,]*))/g), (match) => {
    return (match[1]?.replaceAll('""', '"') ?? match[2] ?? '').trim();
  });
}
