import { fitText, padText, printable, textWidth } from './text-width.ts';

/** One column of a table. */
export interface Column {
  readonly title: string;
  /** Numbers stand on the right. */
  readonly align?: 'left' | 'right';
  /** Never dropped. The first column is always kept. */
  readonly keep?: true;
  /** Colours a finished cell. */
  readonly paint?: (cell: string, row: number) => string;
}

/** How a table is fitted. */
export interface TableLook {
  /** Width of the terminal. */
  readonly width: number;
  /** All columns, however wide. */
  readonly wide?: boolean;
  readonly unicode?: boolean;
  readonly paintTitle?: (title: string) => string;
}

const GAP = 2;
const NARROWEST = 8;

/**
 * Lines of a table that is never wider than the terminal: columns go from right to left, except those that are kept; what went is
 * said on the last line.
 */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  look: TableLook,
): string[] {
  const cells = rows.map((row) => row.map(printable));
  const widths = columns.map((column, i) =>
    Math.max(textWidth(column.title), ...cells.map((row) => textWidth(row[i] ?? ''))),
  );
  const shown = columns.map((_, i) => i);
  const total = (): number => shown.reduce((sum, i) => sum + (widths[i] ?? 0), 0) + GAP * (shown.length - 1);
  if (look.wide !== true) {
    for (let at = columns.length - 1; at > 0 && total() > look.width; at--) {
      if (columns[at]?.keep !== true) shown.splice(shown.indexOf(at), 1);
    }
    squeeze(shown, widths, columns, total() - look.width);
  }
  const ellipsis = look.unicode === false ? '..' : '…';
  const line = (row: readonly string[], paint: (cell: string, i: number) => string): string => {
    const parts = shown.map((i, at) => {
      const width = widths[i] ?? 0;
      const text = fitText(row[i] ?? '', width, ellipsis);
      const align = columns[i]?.align ?? 'left';
      const isLast = at === shown.length - 1;
      return paint(isLast && align === 'left' ? text : padText(text, width, align), i);
    });
    return parts.join(' '.repeat(GAP)).trimEnd();
  };
  const lines = [
    line(
      columns.map(({ title }) => title),
      (cell) => look.paintTitle?.(cell) ?? cell,
    ),
    ...cells.map((row, r) => line(row, (cell, i) => columns[i]?.paint?.(cell, r) ?? cell)),
  ];
  const dropped = columns.length - shown.length;
  if (dropped > 0) {
    const note = `${ellipsis} +${dropped} ${dropped === 1 ? 'column' : 'columns'} (--wide)`;
    if (textWidth(note) <= look.width) lines.push(note);
  }
  return lines;
}

/** What is kept may still be too wide: text columns give way, the widest first, then all. */
function squeeze(shown: readonly number[], widths: number[], columns: readonly Column[], over: number): void {
  let excess = over;
  for (const floor of [NARROWEST, 1]) {
    while (excess > 0) {
      const giving = shown
        .filter((i) => (widths[i] ?? 0) > floor && (floor === 1 || columns[i]?.align !== 'right'))
        .sort((a, b) => (widths[b] ?? 0) - (widths[a] ?? 0))[0];
      if (giving === undefined) break;
      widths[giving] = (widths[giving] ?? 0) - 1;
      excess--;
    }
  }
}
