import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { StateWord, GradeBadge } from '../../parts/state-word.tsx';
import { go, linkTo, setView, view } from '../../state/location.ts';
import type { RunTable } from '../../state/runs/run-table.ts';
import { writeKeys } from './chosen-columns.ts';
import { ColumnHead } from './column-head.tsx';
import { EnergyBar } from './energy-bar.tsx';
import type { RunColumn } from './run-columns.ts';
import { isSortable } from './run-columns.ts';
import { selectAll, selected, selectNone, toggleSelected } from './selection.ts';
import { clicked, readSort, writeSort } from './sort-keys.ts';
import { useColumnMoves } from './use-column-moves.ts';
import { useRowKeys } from './use-row-keys.ts';

/** Height of a row, px, by density. */
const HEIGHTS = { roomy: 34, dense: 26 } as const;
/** Rows drawn beyond the edges, so that a turn of the wheel shows no gap. */
const BEYOND = 6;
/** No more stand in the page, whatever the height of the window. */
const MOST_ROWS = 58;
/** A name may be ten thousand characters long; its cell shows some dozens. */
const MOST_LETTERS = 160;

/** The table of runs: as many rows as are seen, whatever their number. */
export function RunRows({
  table,
  rows,
  unordered,
  columns,
  isDense,
}: {
  readonly table: RunTable;
  readonly rows: readonly number[];
  /** The same runs, the same list whatever the order. */
  readonly unordered: readonly number[];
  readonly columns: readonly RunColumn[];
  readonly isDense: boolean;
}) {
  const height = isDense ? HEIGHTS.dense : HEIGHTS.roomy;
  const region = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState({ top: 0, height: 600 });
  const [active, setActive] = useState(0);
  const short = (table.shown('short~') ?? []) as readonly string[];
  const names = (table.shown('name') ?? []) as readonly string[];
  const at = Math.min(active, Math.max(0, rows.length - 1));
  const idOf = (n: number): string => short[rows[n] ?? -1] ?? '';
  const ids = (): readonly string[] => rows.map((row) => short[row] ?? '');
  const measure = (): void => {
    const box = region.current;
    if (box !== null) setSeen({ top: box.scrollTop, height: box.clientHeight });
  };
  useLayoutEffect(measure, []);
  useEffect(() => {
    addEventListener('resize', measure);
    return () => removeEventListener('resize', measure);
  }, []);
  useEffect(() => {
    region.current?.scrollTo({ top: 0 });
    setActive(0);
  }, [view('s'), view('q'), view('t'), view('p')]);
  useEffect(() => {
    if (rows.length >= 0 && names.length === table.count) performance.mark('table-usable');
  }, [table]);
  const show = (n: number): void => {
    const to = Math.max(0, Math.min(rows.length - 1, n));
    setActive(to);
    const box = region.current;
    if (box === null) return;
    const [top, bottom] = [to * height, (to + 1) * height + height];
    if (top < box.scrollTop) box.scrollTop = top;
    else if (bottom > box.scrollTop + box.clientHeight - height)
      box.scrollTop = bottom - box.clientHeight + height;
  };
  useRowKeys({
    move: (by) => show(at + by),
    select: (isRange) => toggleSelected(ids(), idOf(at), isRange),
    open: () => go(`/runs/${idOf(at)}`),
    compare: () => {
      if (selected.value.size >= 2) go('/compare', { ids: [...selected.value].join(',') });
    },
  });
  const first = Math.max(0, Math.floor(seen.top / height) - BEYOND);
  const last = Math.min(
    rows.length,
    first + MOST_ROWS,
    Math.ceil((seen.top + seen.height) / height) + BEYOND,
  );
  const sorted = readSort(view('s'));
  const sortBy = (column: RunColumn | undefined, isFurther: boolean): void => {
    const { key, isNumber } = column ?? { key: 'name', isNumber: false };
    setView({ s: writeSort(clicked(sorted, key, isNumber || key === 'start', isFurther)) });
  };
  const most = useMemo(() => largest(table, unordered), [table, unordered]);
  const isAll = rows.length > 0 && rows.every((row) => selected.value.has(short[row] ?? ''));
  const { movesOf, said } = useColumnMoves(
    columns.map(({ key }) => key),
    region,
    (keys) => setView({ c: writeKeys(keys) }),
  );
  return (
    <div
      class={`runs-region ${isDense ? 'dense' : ''}`}
      ref={region}
      tabIndex={0}
      role="region"
      aria-label="Runs; j and k move, x selects, Enter opens"
      onScroll={measure}
    >
      <p class="unseen" role="status">
        {said}
      </p>
      <table class="runs" aria-rowcount={rows.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col" class="pick">
              <input
                type="checkbox"
                aria-label="Select all that are listed"
                checked={isAll}
                onChange={() => (isAll ? selectNone() : selectAll(ids()))}
              />
            </th>
            <ColumnHead
              title="name"
              keyName="name"
              sorted={sorted}
              onSort={(more) => sortBy(undefined, more)}
            />
            {columns.map((column) => (
              <ColumnHead
                key={column.key}
                title={column.title}
                keyName={column.key}
                isNumber={column.isNumber}
                sorted={sorted}
                onSort={isSortable(column.key) ? (more) => sortBy(column, more) : undefined}
                moves={movesOf(column.key)}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {first > 0 && <tr class="space" aria-hidden="true" style={{ height: `${first * height}px` }} />}
          {rows.slice(first, last).map((row, k) => {
            const n = first + k;
            const id = short[row] ?? '';
            const isPicked = selected.value.has(id);
            const name = names[row] ?? '';
            return (
              <tr
                key={n % MOST_ROWS}
                aria-rowindex={n + 2}
                class={`${n === at ? 'active' : ''} ${isPicked ? 'picked' : ''}`}
                style={{ height: `${height}px` }}
                onClick={() => setActive(n)}
              >
                <td class="pick">
                  <input
                    type="checkbox"
                    aria-label={`Select ${name.slice(0, MOST_LETTERS)}`}
                    checked={isPicked}
                    onClick={(event) => {
                      setActive(n);
                      toggleSelected(ids(), id, event.shiftKey);
                    }}
                  />
                </td>
                <th scope="row" class="name">
                  <a href={linkTo(`/runs/${id}`)} title={name.length > 30 ? name.slice(0, 500) : undefined}>
                    <bdi>{name.trim() === '' ? '(no name)' : name.slice(0, MOST_LETTERS)}</bdi>
                  </a>
                </th>
                {columns.map((column) => (
                  <td key={column.key} class={column.isNumber ? 'number' : ''}>
                    <Cell column={column} table={table} row={row} most={most} />
                  </td>
                ))}
              </tr>
            );
          })}
          {last < rows.length && (
            <tr class="space" aria-hidden="true" style={{ height: `${(rows.length - last) * height}px` }} />
          )}
        </tbody>
      </table>
    </div>
  );
}

function Cell({
  column,
  table,
  row,
  most,
}: {
  readonly column: RunColumn;
  readonly table: RunTable;
  readonly row: number;
  readonly most: number;
}) {
  const text = column.text(table, row);
  if (column.key === 'state') return <StateWord state={text} />;
  if (column.key === 'grade') return <GradeBadge grade={text} />;
  if (column.key === 'energy') return <EnergyBar table={table} row={row} text={text} most={most} />;
  const isLong = text.length > 40;
  return (
    <bdi title={isLong ? text.slice(0, 500) : undefined} class="cell">
      {text.slice(0, MOST_LETTERS)}
    </bdi>
  );
}

/** Where the bars end: one run of a thousand times the others shall not leave them without any. */
function largest(table: RunTable, rows: readonly number[]): number {
  const column = table.shown('energyJ') ?? [];
  const known = Float64Array.from(rows, (row) => (column[row] as number | null) ?? 0).sort();
  return known[Math.floor((known.length - 1) * 0.99)] ?? 0;
}
