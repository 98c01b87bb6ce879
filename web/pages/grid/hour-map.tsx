import { useMemo } from 'preact/hooks';
import { printIntensity } from '../../../src/units/format.ts';
import { heatCells, type TimedValue } from '../../charts/heat-map/heat-cells.ts';
import { DAYS, heatMap } from '../../charts/heat-map/heat-map.ts';
import { FigureChart } from '../../charts/figure-chart.tsx';
import { seriesOf } from '../../charts/frame/chart-data.ts';
import { setView, view } from '../../state/location.ts';
import type { GridData, LiveHours } from './grid-data.ts';
import { hourText, knownHours } from './known-hours.ts';

/** Minutes that the clock of this browser is ahead of UTC. */
const localOffset = (atMs: number): number => -new Date(atMs).getTimezoneOffset();

/** Intensity by hour of day and day of week, from what runs of the book and the live source know. */
export function HourMap({
  book,
  live,
}: {
  readonly book: GridData['book'];
  readonly live: LiveHours | null;
}) {
  const zones = knownHours(book, live);
  const wanted = view('zone');
  const zone = zones.find(({ name }) => name === wanted) ?? zones[0];
  const cells = useMemo(() => heatCells(zone?.hours ?? [], localOffset), [zone]);
  if (zone === undefined)
    return (
      <section class="empty">
        <h2>No hour is known yet</h2>
        <p>
          The heat-map by hour and day is made of hours that a live source told: of the last week where one is
          set, and of runs that were measured with one. This book has none.
        </p>
      </section>
    );
  const cell = (pick: (a: number, b: number) => boolean) =>
    cells.reduce((best, one) => (pick(one.mean, best.mean) ? one : best));
  const [least, most] = [cell((a, b) => a < b), cell((a, b) => a > b)];
  const saying = {
    title: `${zone.name} by hour and day`,
    sentence: `Cleanest ${hourText(least)}, ${printIntensity(least.mean)}; dirtiest ${hourText(most)}, ${printIntensity(most.mean)}; from ${zone.hours.length} hours that are known.`,
  };
  return (
    <>
      {zones.length > 1 && (
        <label>
          Zone{' '}
          <select value={zone.name} onChange={(event) => setView({ zone: event.currentTarget.value })}>
            {zones.map(({ name, hours }) => (
              <option key={name} value={name}>
                {name} ({hours.length} h)
              </option>
            ))}
          </select>
        </label>
      )}
      <FigureChart
        figure={{
          id: 'hours',
          ...saying,
          draw: (canvas) => heatMap(cells, saying, canvas),
          table: {
            columns: [
              { title: 'Hour' },
              { title: 'Mean', isNumber: true },
              { title: 'Least', isNumber: true },
              { title: 'Most', isNumber: true },
              { title: 'Hours known', isNumber: true },
            ],
            rows: cells.map((one) => [
              hourText(one),
              printIntensity(one.mean),
              printIntensity(one.low),
              printIntensity(one.high),
              String(one.count),
            ]),
          },
          note: `Hours of this browser’s clock. ${168 - cells.length} of 168 cells have no hour yet and are empty.`,
        }}
        unit="g CO₂e per kWh"
        source={zone.sources.join(', ')}
        data={{
          columns: ['hour_utc', 'g_per_kwh'],
          rows: () => zone.hours.map(({ atMs, value }: TimedValue) => [new Date(atMs).toISOString(), value]),
        }}
        series={DAYS.map((name, day) =>
          seriesOf(
            name,
            cells
              .filter((one) => one.day === day)
              .map((one) => ({
                text: `${hourText(one)}: ${printIntensity(one.mean)} (${printIntensity(one.low)} to ${printIntensity(one.high)}, ${one.count} h)`,
                at: [(one.hour + 0.5) / 24, (one.day + 1.2) / 8.3],
              })),
          ),
        )}
      />
    </>
  );
}
