import '../../styles/runs.css';
import { useEffect, useMemo } from 'preact/hooks';
import { clockText } from '../../parts/date-text.ts';
import { Skeleton } from '../../parts/skeleton.tsx';
import { TroubleView } from '../../parts/trouble-view.tsx';
import { Warnings } from '../../parts/warnings.tsx';
import { NoRunsYet } from '../../parts/no-runs-yet.tsx';
import { view } from '../../state/location.ts';
import {
  loadRuns,
  reloadRuns,
  retryRuns,
  runsAtMs,
  runTable,
  runTrouble,
  runWarnings,
  shownRuns,
  wantColumns,
} from '../../state/runs.ts';
import type { RunTable } from '../../state/runs/run-table.ts';
import { readKeys, shownColumns } from './chosen-columns.ts';
import { EnergyHistogram } from './energy-histogram.tsx';
import { GroupTable } from './group-table.tsx';
import { NothingFound } from './nothing-found.tsx';
import { RunRows } from './run-rows.tsx';
import { selected } from './selection.ts';
import { SelectionBar } from './selection-bar.tsx';
import { TableTools } from './table-tools.tsx';
import { TotalsLine } from './totals-line.tsx';
import { TOTAL_COLUMNS, totalsOf } from './totals.ts';

/** All runs: filtered, sorted, grouped, added. */
export function Page() {
  useEffect(loadRuns, []);
  const [table, trouble] = [runTable.value, runTrouble.value];
  return (
    <>
      <h1>Runs</h1>
      {trouble !== undefined && <TroubleView trouble={trouble} again={retryRuns} />}
      {trouble !== undefined && table !== undefined && (
        <p class="stale">As of {clockText(runsAtMs.value)}:</p>
      )}
      <Warnings warnings={runWarnings.value} />
      {table === undefined ? (
        trouble === undefined && <Skeleton what="Loading the runs" lines={12} />
      ) : table.count === 0 ? (
        <NoRunsYet onRuns={reloadRuns} />
      ) : (
        <Runs table={table} />
      )}
    </>
  );
}

function Runs({ table }: { readonly table: RunTable }) {
  const { rows, unordered, isWaiting, problem } = shownRuns.value;
  const columns = shownColumns(table, unordered, readKeys(view('c')), view('all') === '1');
  const group = view('g');
  const needs = columns.flatMap(({ needs: own }) => own).filter((name) => table.shown(name) === undefined);
  useEffect(() => wantColumns(needs), [needs.join()]);
  // What is seen goes first; sums are made of exact figures.
  useEffect(() => {
    const timer = setTimeout(() => wantColumns(TOTAL_COLUMNS), 50);
    return () => clearTimeout(timer);
  }, [table.list.version]);
  const short = (table.shown('short~') ?? []) as readonly string[];
  const picked = pickedRows(short);
  const totals = useMemo(() => totalsOf(table, unordered), [table, unordered]);
  return (
    <>
      <TableTools table={table} columns={columns} count={rows.length} />
      {rows.length === 0 && !isWaiting && problem === undefined ? (
        <NothingFound table={table} />
      ) : (
        <>
          <div class="runs-beside">
            <div class="runs-main" aria-busy={isWaiting}>
              {group === undefined ? (
                <RunRows
                  table={table}
                  rows={rows}
                  unordered={unordered}
                  columns={columns}
                  isDense={view('dense') === '1'}
                />
              ) : (
                <GroupTable table={table} rows={rows} by={group} />
              )}
              <div class="runs-footer" role="status">
                <TotalsLine
                  label={rows.length === table.count ? 'All' : `Listed (of ${table.count})`}
                  totals={totals}
                />
                {picked.length > 0 && <TotalsLine label="Selected" totals={totalsOf(table, picked)} />}
              </div>
            </div>
            <EnergyHistogram table={table} rows={unordered} />
          </div>
          <SelectionBar table={table} picked={picked} />
        </>
      )}
    </>
  );
}

function pickedRows(short: readonly string[]): readonly number[] {
  if (selected.value.size === 0) return [];
  return short.flatMap((id, row) => (selected.value.has(id) ? [row] : []));
}
