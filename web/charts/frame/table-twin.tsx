import { useState } from 'preact/hooks';
import type { FigureTable } from '../../../src/report/chart/figure.ts';
import { isPrinting } from './is-printing.ts';

/** So many rows are shown at first; a reader rarely wants thousands. */
const FIRST_ROWS = 200;

/** More does not go onto paper: thousands of rows, or columns that no sheet is wide enough for. */
const PAPER = { rows: 40, columns: 9 };

/** What a chart shows, as a table. */
export function TableTwin({ table, title }: { readonly table: FigureTable; readonly title: string }) {
  const [isWhole, setWhole] = useState(false);
  const { columns, rows, note } = table;
  if (isPrinting.value && (rows.length > PAPER.rows || columns.length > PAPER.columns))
    return (
      <p class="muted">
        As a table it has {rows.length} rows and {columns.length} columns: Table and Export show them on the
        page.
      </p>
    );
  const shown = isWhole ? rows : rows.slice(0, FIRST_ROWS);
  return (
    <>
      {/* A region that scrolls must be reached by keyboard. */}
      <div class="scroll" tabIndex={0} role="region" aria-label={`${title}, as a table`}>
        <table>
          <thead>
            <tr>
              {columns.map((column, c) => (
                <th key={c} scope="col" class={column.isNumber === true ? 'number' : undefined}>
                  {column.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row, r) => (
              <tr key={r}>
                {row.map((cell, c) =>
                  c === 0 ? (
                    <th key={c} scope="row" class={columns[c]?.isNumber === true ? 'number' : undefined}>
                      {cell}
                    </th>
                  ) : (
                    <td key={c} class={columns[c]?.isNumber === true ? 'number' : undefined}>
                      {cell}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown.length < rows.length && (
        <p>
          {shown.length} of {rows.length} rows.{' '}
          <button type="button" onClick={() => setWhole(true)}>
            Show all rows
          </button>
        </p>
      )}
      {note !== undefined && <p class="muted">{note}</p>}
    </>
  );
}
