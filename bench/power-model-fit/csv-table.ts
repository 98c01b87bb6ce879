/** A row of a table by the names of its columns. */
export type CsvRow = Readonly<Record<string, string>>;

/** The rows of a text in CSV (RFC 4180) with a header. */
export function csvTable(text: string): readonly CsvRow[] {
  const [header = [], ...rows] = records(text.startsWith('\uFEFF') ? text.slice(1) : text);
  return rows
    .filter((cells) => cells.length > 1)
    .map((cells) => Object.fromEntries(header.map((name, c) => [name, cells[c] ?? ''])));
}

function records(text: string): string[][] {
  const all: string[][] = [[]];
  for (const [, quoted, plain = '', end = ''] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/g,
  )) {
    all.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end.endsWith('\n')) all.push([]);
    else if (end === '') break;
  }
  return all;
}
