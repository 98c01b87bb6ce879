import { useMemo } from 'preact/hooks';
import { printEnergy } from '../../../src/units/format.ts';
import { plural, thousands } from '../../parts/count-text.ts';
import { linkTo, setView, view } from '../../state/location.ts';
import type { RunTable } from '../../state/runs/run-table.ts';
import { type Bin, binFilter, energyBins } from './energy-bins.ts';

/** How many runs used how much: each bar is a filter. A list of links, so it is its own table. */
export function EnergyHistogram({
  table,
  rows,
}: {
  readonly table: RunTable;
  readonly rows: readonly number[];
}) {
  const column = table.exact('energyJ');
  const bins = useMemo(
    () => energyBins(rows.flatMap((row) => (column?.[row] as number | null | undefined) ?? [])),
    [column, rows],
  );
  if (column === undefined) return <aside class="histogram" aria-busy="true" />;
  if (bins.length === 0) return null;
  const most = Math.max(...bins.map(({ count }) => count));
  const unknown = rows.length - bins.reduce((sum, { count }) => sum + count, 0);
  return (
    <aside class="histogram" aria-labelledby="histogram-title">
      <h2 id="histogram-title">Energy of the runs</h2>
      <ol>
        {bins.map((bin) => (
          <li key={bin.fromJ}>
            <a href={linkTo('/runs', { q: narrowed(bin) })} title={binFilter(bin)} data-count={bin.count}>
              <span class="number">{printEnergy(bin.fromJ)}</span>
              <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                <rect width={bin.count === 0 ? 0 : Math.max(1, (100 * bin.count) / most)} height="10" />
              </svg>
              <span class="number">
                {thousands(bin.count)}
                <span class="unseen">
                  {` ${plural(bin.count, 'run')} from ${printEnergy(bin.fromJ)} to ${printEnergy(bin.toJ)}`}
                </span>
              </span>
            </a>
          </li>
        ))}
      </ol>
      <p class="muted">
        Runs by energy, each bar from what stands before it; a click shows them.
        {unknown > 0 && ` ${thousands(unknown)} without a known energy above zero.`}
      </p>
      {/\benergy(>=|<)/.test(view('q') ?? '') && (
        <button type="button" onClick={() => setView({ q: widened() })}>
          All energies
        </button>
      )}
    </aside>
  );
}

/** The filter with this stretch in place of another. */
function narrowed(bin: Bin): string {
  return `${widened()} ${binFilter(bin)}`.trim();
}

function widened(): string {
  return (view('q') ?? '').replaceAll(/(?:^|\s)energy(?:>=|<)[^\s]+/g, '').trim();
}
