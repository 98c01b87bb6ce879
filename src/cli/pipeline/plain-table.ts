import { textWidth } from '../output/text-width.ts';

/** How DVC writes its tables: columns side by side, or as Markdown takes them. */
export type TableForm = 'plain' | 'markdown';

/** What a title has beyond its own width. */
const BESIDE_TITLE = 2;

/**
 * Lines of a table in DVC's form. It is as wide as it is: a program may read it.
 *
 * @param titles none: a table without them.
 */
export function plainTable(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  form: TableForm = 'plain',
): readonly string[] {
  const cells = rows.map((row) => row.map((cell) => cell.trim().split(/\r?\n/)));
  const count = Math.max(titles.length, ...cells.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, i) => {
    const title = titles[i];
    const least = title === undefined ? 0 : textWidth(title) + BESIDE_TITLE;
    return Math.max(least, ...cells.flatMap((row) => (row[i] ?? []).map(textWidth)));
  });
  const line = (row: readonly string[]): string => {
    const padded = widths.map((width, i) => padded1(row[i] ?? '', width));
    return form === 'plain' ? padded.join('  ').trimEnd() : `| ${padded.join(' | ')} |`;
  };
  const body = cells.flatMap((row) => {
    const height = Math.max(1, ...row.map((cell) => cell.length));
    return Array.from({ length: height }, (_, at) => line(row.map((cell) => cell[at] ?? '')));
  });
  const head = titles.length === 0 ? [] : [line(titles)];
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [...head, ...(form === 'markdown' && head.length > 0 ? [rule] : []), ...body];
}

/** A table as DVC prints it: nothing where it has no rows, a line more behind Markdown. */
export function printedTable(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  form: TableForm = 'plain',
): string {
  if (rows.length === 0 && form === 'plain') return '';
  const text = plainTable(titles, rows, form)
    .map((row) => `${row}\n`)
    .join('');
  return form === 'markdown' ? `${text}\n` : text;
}

function padded1(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)));
}
