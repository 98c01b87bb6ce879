import { useMemo, useState } from 'preact/hooks';
import { printIntensity } from '../../../src/units/format.ts';
import { decimalPads } from '../../parts/decimal-pad.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { setView, view } from '../../state/location.ts';
import { useAnswer } from '../../state/use-answer.ts';
import type { RegionRow, RegionsData } from './grid-data.ts';
import { found, sorted, type SortKey } from './sort-regions.ts';

const KINDS: readonly (readonly [kind: string, name: string])[] = [
  ['country', 'Countries'],
  ['state', 'States and provinces'],
  ['zone', 'Zones of grids'],
  ['cloud', 'Cloud regions'],
  ['aggregate', 'Aggregates'],
];
const FIRST_ROWS = 50;

/** All places of the tables, sortable and searchable. */
export function Regions() {
  const kind = KINDS.find(([name]) => name === view('kind'))?.[0] ?? 'country';
  const asked = useAnswer<RegionsData>(`/regions?kind=${kind}`);
  return (
    <section aria-labelledby="regions">
      <h2 id="regions">Elsewhere, over a year</h2>
      <p class="row">
        <label>
          Places{' '}
          <select value={kind} onChange={(event) => setView({ kind: event.currentTarget.value })}>
            {KINDS.map(([name, title]) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <label>
          Search{' '}
          <input
            type="search"
            placeholder="e.g. Sweden"
            value={view('find') ?? ''}
            onInput={(event) => setView({ find: event.currentTarget.value }, 'adjust')}
          />
        </label>
      </p>
      <Loaded asked={asked} what="Loading the places">
        {(data) => <Table data={data} />}
      </Loaded>
    </section>
  );
}

const COLUMNS: readonly (readonly [key: SortKey, title: string, isNumber: boolean])[] = [
  ['name', 'Place', false],
  ['intensity', 'g CO₂e/kWh', true],
  ['low', 'Low', true],
  ['high', 'High', true],
  ['year', 'Year', true],
  ['source', 'Source', false],
];

/** Of an intensity, the columns of its value and band. */
const ENDS = ['value', 'low', 'high'] as const;

/** The unit stands in the head. */
function gramsText(gPerKwh: number | null): string {
  return printIntensity(gPerKwh).replace(' g/kWh', '');
}

function Table({ data: { rows, hereIsGuess } }: { readonly data: RegionsData }) {
  const [most, setMost] = useState(FIRST_ROWS);
  const [search, by] = [view('find') ?? '', view('s')];
  const all = useMemo(() => sorted(found(rows, search), by), [rows, search, by]);
  const shown = all.slice(0, most);
  const now = by ?? 'intensity';
  const isHereKnown = rows.some(({ versusHere }) => versusHere !== null && versusHere !== undefined);
  const pads = ENDS.map((end) => decimalPads(shown.map(({ intensity }) => gramsText(intensity[end]))));
  const sortOf = (key: SortKey): 'ascending' | 'descending' | 'none' =>
    now === key ? 'ascending' : now === `-${key}` ? 'descending' : 'none';
  if (all.length === 0)
    return (
      <p role="status">
        None of {rows.length} places has <q>{search}</q> in it.{' '}
        <button type="button" onClick={() => setView({ find: undefined })}>
          Clear
        </button>
      </p>
    );
  return (
    <>
      <div class="scroll" tabIndex={0} role="region" aria-label="Places, table">
        <table class="places">
          <thead>
            <tr>
              {COLUMNS.map(([key, title, isNumber]) => (
                <th key={key} scope="col" class={isNumber ? 'number' : undefined} aria-sort={sortOf(key)}>
                  <button
                    type="button"
                    class="quiet sort"
                    onClick={() =>
                      setView({ s: now === key ? `-${key}` : key === 'intensity' ? undefined : key })
                    }
                  >
                    {title}
                    <span aria-hidden="true">
                      {{ ascending: ' ▲', descending: ' ▼', none: '' }[sortOf(key)]}
                    </span>
                  </button>
                </th>
              ))}
              {isHereKnown && (
                <th scope="col" class="number">
                  Against here
                </th>
              )}
              <th scope="col">Resolution</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row, i) => (
              <Row
                key={row.id}
                row={row}
                isGuess={hereIsGuess}
                isHereKnown={isHereKnown}
                pads={pads.map((column) => column[i])}
              />
            ))}
          </tbody>
        </table>
      </div>
      <p class="row">
        {shown.length} of {all.length}
        {shown.length < all.length && (
          <button type="button" onClick={() => setMost(all.length)}>
            Show all
          </button>
        )}
      </p>
    </>
  );
}

function Row({
  row,
  isGuess,
  isHereKnown,
  pads,
}: {
  readonly row: RegionRow;
  readonly isGuess: boolean;
  readonly isHereKnown: boolean;
  /** Room behind its value, low and high, so that points stand below each other. */
  readonly pads: readonly ReturnType<typeof decimalPads>[number][];
}) {
  const { intensity, versusHere } = row;
  const ratio = versusHere?.ratio;
  const change = ratio === undefined ? undefined : Math.round(100 * (ratio - 1));
  return (
    <tr aria-current={row.here ? 'true' : undefined}>
      <th scope="row">
        <bdi>{row.name}</bdi>{' '}
        <span class="muted">
          {row.id}
          {row.here && (isGuess ? ' · here, by the clock' : ' · here')}
        </span>
      </th>
      {ENDS.map((end, i) => (
        <td key={end} class="number" style={pads[i]}>
          {gramsText(intensity[end])}
        </td>
      ))}
      <td class="number">{intensity.year ?? '—'}</td>
      <td>
        <bdi>{intensity.source}</bdi>
        {intensity.zone !== row.id && <span class="muted"> of {intensity.zoneName}</span>}
      </td>
      {isHereKnown && (
        <td class="number">
          {change === undefined || row.here ? '—' : change < 0 ? `▼ ${-change} %` : `▲ ${change} %`}
        </td>
      )}
      <td>
        a year, {intensity.basis}
        {intensity.accounting !== undefined && `, ${intensity.accounting}`}, {intensity.boundary}
      </td>
    </tr>
  );
}
