import { csvRows } from './csv-rows.ts';

/** What is wrong with the header of a table of hardware: a column that it needs, or one that is not known; undefined where nothing is. */
export function headerFault(text: string, known: ReadonlySet<string>): string | undefined {
  const { header } = csvRows(text);
  const missing = ['name', 'tdp_w'].filter((column) => !header.includes(column));
  if (missing.length > 0) return `Its header lacks the column ${missing.join(' and ')}.`;
  const strange = header.filter((column) => !known.has(column));
  if (strange.length === 0) return undefined;
  return `Its header has what is no column of ours: ${strange.map((column) => `"${column}"`).join(', ')}.`;
}
