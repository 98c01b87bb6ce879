import type { Value, ValueMap } from '../model/value.ts';

/**
 * The rows of a CSV or TSV file by the names of the columns; every cell is a text. A row that is too short has no value for the rest; what is too
 * much in it is left out.
 *
 * @param hasHeader without one columns are called 0, 1, 2 and so on.
 */
export function readTable(text: string, delimiter: ',' | '\t', hasHeader: boolean): readonly ValueMap[] {
  const rows = cellsOf(text, delimiter).filter((row) => row.length > 1 || row[0] !== '');
  const [first] = rows;
  if (first === undefined) return [];
  const names = hasHeader ? first : first.map((_, i) => `${i}`);
  return rows
    .slice(hasHeader ? 1 : 0)
    .map((row) => new Map(names.map((name, i): [string, Value] => [name, row[i] ?? null])));
}

/** As Python's csv reads it: cells in double quotes may hold anything, a quote in them is doubled. */
function cellsOf(text: string, delimiter: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let isQuoted = false;
  const endRow = (): void => {
    row.push(cell);
    rows.push(row);
    row = [];
    cell = '';
  };
  for (let i = 0; i < text.length; i++) {
    const character = text[i] ?? '';
    if (isQuoted) {
      if (character !== '"') cell += character;
      else if (text[i + 1] === '"') cell += text[++i] ?? '';
      else isQuoted = false;
    } else if (character === '"' && cell === '') isQuoted = true;
    else if (character === delimiter) {
      row.push(cell);
      cell = '';
    } else if (character === '\n' || character === '\r') {
      if (character === '\r' && text[i + 1] === '\n') i++;
      endRow();
    } else cell += character;
  }
  if (cell !== '' || row.length > 0) endRow();
  return rows;
}
