/** What stands between the cells of a line. */
export type Delimiter = ',' | ';' | '\t';

/**
 * The cells of one line (RFC 4180). Undefined where a quote is not closed: the record goes on in the next line, or is torn.
 *
 * @example
 * cellsOf('a,"b,c",d', ',') // ['a', 'b,c', 'd']
 */
export function cellsOf(line: string, delimiter: Delimiter): string[] | undefined {
  if (!line.includes('"')) return line.split(delimiter);
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let i = 0; i < line.length; i++) {
    const char = line[i] as string;
    if (isQuoted) {
      if (char !== '"') cell += char;
      else if (line[i + 1] === '"') {
        cell += '"';
        i++;
      } else isQuoted = false;
    } else if (char === '"' && cell === '') isQuoted = true;
    else if (char === delimiter) {
      cells.push(cell);
      cell = '';
    } else cell += char;
  }
  if (isQuoted) return undefined;
  cells.push(cell);
  return cells;
}

/** What separates the cells of a header: the mark of which it has most. */
export function delimiterOf(header: string): Delimiter {
  const marks: readonly Delimiter[] = [',', ';', '\t'];
  return marks.reduce((best, mark) => (count(header, mark) > count(header, best) ? mark : best), ',');
}

function count(text: string, mark: string): number {
  return text.split(mark).length - 1;
}
