/** A shipped table: where its figures come from. Texts may hold backticks around names of files. */
export interface TableSource {
  readonly file: string;
  readonly origin: string;
  /** Of which years the figures are. */
  readonly year: string;
  readonly licence: string;
  readonly madeBy: string;
}

/** Tables that lie in one folder of `data/`. */
export interface SourceFolder {
  readonly folder: string;
  readonly tables: readonly TableSource[];
}

/** Reads the tables of `data/SOURCES.md`: a heading for each folder, below it a row for each file. */
export function readSources(markdown: string): readonly SourceFolder[] {
  const folders: { folder: string; tables: TableSource[] }[] = [];
  for (const line of markdown.split('\n')) {
    const heading = /^## (.+)$/.exec(line)?.[1];
    if (heading !== undefined) folders.push({ folder: heading, tables: [] });
    else if (/^\| *`/.test(line)) {
      const [file = '', origin = '', year = '', licence = '', madeBy = ''] = cellsOf(line);
      folders.at(-1)?.tables.push({ file, origin, year, licence, madeBy });
    }
  }
  return folders.filter(({ tables }) => tables.length > 0);
}

function cellsOf(row: string): readonly string[] {
  return row
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|').replaceAll('**', ''));
}
