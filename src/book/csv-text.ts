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

/** The cells of the first record of a text (RFC 4180, either line end); undefined if it has no end yet. */
export function firstCsvRecord(
  text: string,
): { readonly cells: readonly string[]; readonly eol: string } | undefined {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = text.startsWith('\uFEFF') ? 1 : 0; i < text.length; i++) {
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
      return { cells, eol: isCrLf ? '\r\n' : '\n' };
    } else cell += char;
  }
  return undefined;
}
