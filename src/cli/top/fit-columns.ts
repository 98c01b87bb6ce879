import { fitText, padText, printable } from '../output/text-width.ts';

/** A column of a table that is drawn many times: its width does not depend on what stands in it, so that nothing jumps. */
export interface FixedColumn<Row> {
  readonly title: string;
  readonly width: number;
  readonly align?: 'left' | 'right';
  /** The narrowest screen that has it. */
  readonly from?: number;
  readonly cell: (row: Row) => string;
}

/** A table whose elastic column takes what the others leave. */
export interface FixedTable<Row> {
  /** In front of the elastic column, then behind it. */
  readonly before: readonly FixedColumn<Row>[];
  readonly elastic: { readonly title: string; readonly cell: (row: Row) => string };
  readonly after: readonly FixedColumn<Row>[];
}

/** Lines of the table, the titles first; each exactly as wide as the screen, or less. */
export function tableLines<Row>(
  table: FixedTable<Row>,
  rows: readonly Row[],
  width: number,
  ellipsis: string,
): readonly string[] {
  const fits = ({ from = 0 }: FixedColumn<Row>): boolean => width >= from;
  const [before, after] = [table.before.filter(fits), table.after.filter(fits)];
  const taken = [...before, ...after].reduce((sum, column) => sum + column.width + 1, 0);
  const room = Math.max(1, width - taken);
  const line = (text: (column: FixedColumn<Row>) => string, elastic: string): string =>
    [
      ...before.map((column) => fitted(text(column), column, ellipsis)),
      padText(fitText(printable(elastic), room, ellipsis), room),
      ...after.map((column) => fitted(text(column), column, ellipsis)),
    ].join(' ');
  return [
    line(({ title }) => title, table.elastic.title),
    ...rows.map((row) => line(({ cell }) => cell(row), table.elastic.cell(row))),
  ];
}

function fitted(text: string, { width, align }: FixedColumn<never>, ellipsis: string): string {
  return padText(fitText(printable(text), width, ellipsis), width, align);
}
