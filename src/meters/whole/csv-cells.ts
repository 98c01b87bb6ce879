/** The delimiter of a table: the one that its first lines agree on, `;` and tab before the comma, which may be a decimal point. */
export function delimiterOf(lines: readonly string[]): string {
  const few = lines.slice(0, 20);
  for (const candidate of [';', '\t', ',']) {
    const counts = few.map((line) => cellsOf(line, candidate).length);
    if (counts.length > 0 && counts.every((count) => count > 1)) return candidate;
  }
  return ',';
}

/** The cells of one line, without quotes and spaces around them (RFC 4180, except that a quoted cell ends with its line). */
export function cellsOf(line: string, delimiter: string): string[] {
  if (!line.includes('"')) return line.split(delimiter).map((cell) => cell.trim());
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (const letter of line) {
    if (letter === '"') isQuoted = !isQuoted;
    else if (letter === delimiter && !isQuoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += letter;
  }
  return [...cells, cell.trim()];
}

/**
 * How a column writes its numbers: the decimal sign, or undefined where a lone sign with three digits behind it in every cell could be either
 * that or a separator of thousands.
 */
export function decimalSign(cells: readonly string[]): '.' | ',' | undefined {
  let isUnsure = false;
  for (const cell of cells) {
    const [comma, point] = [cell.lastIndexOf(','), cell.lastIndexOf('.')];
    if (comma >= 0 && point >= 0) return comma > point ? ',' : '.';
    if (comma >= 0 && !/^[-+]?[1-9]\d{0,2}(,\d{3})+\D*$/.test(cell)) return ',';
    if (comma >= 0) isUnsure = true;
    if (point >= 0) return '.';
  }
  return isUnsure ? undefined : '.';
}

/** A number with an optional unit behind it, e.g. `12,5 W`; NaN where the cell holds none. */
export function numberIn(cell: string, decimal: '.' | ','): number {
  const plain = decimal === ',' ? cell.replace(/\./g, '').replace(',', '.') : cell.replace(/,/g, '');
  const match = /^([-+]?\d+(?:\.\d*)?(?:e[-+]?\d+)?)\s*[a-z]*$/i.exec(plain.trim());
  return match === null ? Number.NaN : Number(match[1]);
}
