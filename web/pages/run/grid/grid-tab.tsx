import type { RunRecord } from '../../../../src/book/run-record.ts';
import { bars } from '../../../../src/report/chart/bars.ts';
import { carbonWithBand, co2e, intensityWithBand, missing } from '../../../../src/units/format.ts';
import { FigureChart } from '../../../charts/figure-chart.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { setView, view } from '../../../state/location.ts';
import { useAnswer } from '../../../state/use-answer.ts';
import { barPoints } from '../summary/bar-points.ts';
import { HoursChart } from './hours-chart.tsx';
import { ShiftChart } from './shift-chart.tsx';
import { type Place, ranked, searched } from './places.ts';

const KINDS = [
  ['country', 'Countries'],
  ['state', 'States and provinces'],
  ['zone', 'Zones of grids'],
  ['cloud', 'Regions of clouds'],
] as const;
const MOST_BARS = 10;
const MOST_WHEN_SEARCHED = 25;

interface Elsewhere {
  readonly here: string | null;
  readonly hereIsGuess: boolean;
  readonly total: number;
  readonly rows: readonly Place[];
}

/** What the same energy would have emitted elsewhere, and hour by hour here. */
export function GridTab({ run }: { readonly run: RunRecord }) {
  const kind = KINDS.find(([name]) => name === view('kind'))?.[0] ?? 'country';
  const asked = useAnswer<Elsewhere>(`/runs/${run.id}/elsewhere?kind=${kind}`);
  const text = view('place') ?? '';
  return (
    <>
      <p class="row">
        <label>
          Places{' '}
          <select
            value={kind}
            onChange={({ currentTarget: { value } }) =>
              setView({ kind: value === 'country' ? undefined : value })
            }
          >
            {KINDS.map(([name, label]) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <label>
          Search{' '}
          <input
            type="search"
            value={text}
            placeholder="e.g. Sweden"
            onInput={({ currentTarget: { value } }) => setView({ place: value || undefined }, 'adjust')}
          />
        </label>
      </p>
      <Loaded asked={asked} what="Loading other places">
        {(data) => <Places run={run} data={data} text={text} />}
      </Loaded>
      <ShiftChart run={run} />
      <HoursChart run={run} />
    </>
  );
}

function Places({
  run,
  data,
  text,
}: {
  readonly run: RunRecord;
  readonly data: Elsewhere;
  readonly text: string;
}) {
  const found = searched(data.rows, text);
  const shown = ranked(found, text === '' ? MOST_BARS : MOST_WHEN_SEARCHED);
  const here = ranked(data.rows, 0)[0];
  const cleanest = ranked(data.rows, 1)[0];
  if (found.filter((place) => !place.here).length === 0 && text !== '')
    return (
      <p>
        None of {data.total} places is named “{text}”.{' '}
        <button type="button" onClick={() => setView({ place: undefined })}>
          Show all
        </button>
      </p>
    );
  const label = ({ name, here: isHere }: Place): string => (isHere ? `${name}: where this run was` : name);
  const saying = {
    title: 'The same energy elsewhere',
    sentence:
      here === undefined
        ? 'Where the run was is not known; the places are in the order of their carbon.'
        : `In ${here.name}, where the run was${data.hereIsGuess ? ' (guessed from the time zone)' : ''}, it is number ${here.rank} of ${data.total}; the least would be ${carbonWithBand(cleanest?.co2e ?? null)} in ${cleanest?.name ?? missing()}.`,
  };
  const kinds = new Set(shown.map(({ intensity: { accounting } }) => accounting));
  return (
    <FigureChart
      figure={{
        id: 'elsewhere',
        ...saying,
        draw: (canvas) =>
          bars(
            shown.map((place) => ({
              name: `${place.rank}  ${label(place)}`,
              parts: [
                { role: place.here ? ('gpu' as const) : ('other' as const), value: place.co2e?.value ?? 0 },
              ],
              low: place.co2e?.low ?? null,
              high: place.co2e?.high ?? null,
              text: `${carbonWithBand(place.co2e)}${changeOf(place)}`,
            })),
            saying,
            canvas,
          ),
        table: {
          columns: [
            { title: 'Place' },
            { title: co2e(), isNumber: true },
            { title: 'Against here', isNumber: true },
            { title: 'Intensity', isNumber: true },
            { title: 'Counts' },
            { title: 'Year', isNumber: true },
            { title: 'Source' },
          ],
          rows: ranked(found, found.length).map((place) => [
            label(place),
            carbonWithBand(place.co2e),
            changeOf(place).replace(' · ', '') || missing(),
            intensityWithBand(place.intensity),
            place.intensity.accounting ?? missing(),
            String(place.intensity.year ?? missing()),
            place.intensity.source,
          ]),
        },
        note: `Lines are 90 % for ${run.durationS > 0 ? 'a run of this length' : 'a year'} at any time of the year; ▲ and ▼ are against here by figures of one kind${countedBy(run)}${kinds.size > 1 ? '; consumption follows imports, production does not: only places of one kind can be ranked' : ''}`,
      }}
      unit={`g ${co2e()}, with PUE, location-based, yearly average`}
      source={[
        ...new Set(
          shown.map(({ intensity: { source, licence } }) => [source, licence].filter(Boolean).join(', ')),
        ),
      ].join('; ')}
      data={{
        columns: [
          'place',
          'name',
          'co2e_g',
          'low_g',
          'high_g',
          'g_per_kwh',
          'accounting',
          'year',
          'source',
          'here',
        ],
        rows: () =>
          data.rows.map(({ id, name, co2e: grams, intensity, here: isHere }) => [
            id,
            name,
            grams?.value ?? null,
            grams?.low ?? null,
            grams?.high ?? null,
            intensity.value,
            intensity.accounting ?? null,
            intensity.year ?? null,
            intensity.source,
            isHere ? 'yes' : 'no',
          ]),
      }}
      series={barPoints(
        'places',
        shown.map(
          (place) =>
            `${place.rank}. ${label(place)}: ${carbonWithBand(place.co2e)} ${co2e()}${changeOf(place)}`,
        ),
      )}
    />
  );
}

/** The record may count by another source than the tables that have all places. */
function countedBy({ carbon: { intensity } }: RunRecord): string {
  return intensity === null || intensity.value === null
    ? ''
    : `; the run itself is counted by ${intensityWithBand(intensity)} (${intensity.source})`;
}

function changeOf({ versusHere, here }: Place): string {
  if (here || versusHere === null) return '';
  const percent = Math.round((versusHere.ratio - 1) * 100);
  if (versusHere.ratio >= 3) return ` · ▲ ×${Number(versusHere.ratio.toPrecision(2))}`;
  return percent === 0 ? ' · as here' : ` · ${percent > 0 ? '▲ +' : '▼ −'}${Math.abs(percent)} %`;
}
