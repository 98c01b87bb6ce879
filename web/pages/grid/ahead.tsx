import { lineChart } from '../../../src/report/chart/line-chart.ts';
import { printIntensity } from '../../../src/units/format.ts';
import { FigureChart } from '../../charts/figure-chart.tsx';
import { seriesOf } from '../../charts/frame/chart-data.ts';
import { bestWindow } from '../../charts/heat-map/heat-cells.ts';
import { dateText } from '../../parts/date-text.ts';
import { setView, view } from '../../state/location.ts';
import type { LiveHours } from './grid-data.ts';

const HOUR_MS = 3_600_000;
const DEFAULT_HOURS = 4;

/** The next two days as a live source foretells them, and when something of a length had best begin. */
export function Ahead({ live, nowMs }: { readonly live: LiveHours; readonly nowMs: number }) {
  const hours = live.ahead
    .filter(({ atMs }) => atMs + HOUR_MS > nowMs)
    .map(({ atMs, gPerKwh, low, high }) => ({ atMs, value: gPerKwh, low: low ?? null, high: high ?? null }));
  const asked = Number(view('h'));
  const duration = asked >= 1 && asked <= 48 ? asked : DEFAULT_HOURS;
  const best = bestWindow(hours, duration);
  if (hours.length === 0)
    return (
      <section class="empty">
        <h2>No forecast</h2>
        <p>
          {live.source} told nothing of the hours to come for {live.zone}; why stands above.
        </p>
      </section>
    );
  const when = (atMs: number): string => dateText(new Date(atMs).toISOString());
  const sentence =
    best === undefined
      ? `Fewer than ${duration} hours in a row are foretold.`
      : best.mean < best.now
        ? `For ${duration} h begin at ${when(best.fromMs)}: ${printIntensity(best.mean)} instead of ${printIntensity(best.now)} now, ▼ ${Math.round(100 * (1 - best.mean / best.now))} %.`
        : `For ${duration} h no later begin is cleaner than now, ${printIntensity(best.now)}.`;
  // The hour that runs has begun already.
  const ahead = (atMs: number): number => Math.max(0, (atMs - nowMs) / HOUR_MS);
  const told =
    live.aheadAskedMs === null
      ? ''
      : ` Told at ${when(live.aheadAskedMs)}, for the hours until ${when(hours.at(-1)?.atMs ?? nowMs)}.`;
  const saying = { title: 'The next hours', sentence };
  return (
    <FigureChart
      figure={{
        id: 'ahead',
        ...saying,
        draw: (canvas) =>
          lineChart(
            {
              lines: [
                {
                  name: live.zone,
                  role: 'gpu',
                  points: hours.map(({ atMs, value }) => [ahead(atMs), value] as const),
                  band: hours.flatMap(({ atMs, low, high }) =>
                    low === null || high === null ? [] : [[ahead(atMs), low, high] as const],
                  ),
                },
              ],
              x: 'hours from now',
              y: 'g CO₂e/kWh',
            },
            saying,
            canvas,
          ),
        table: {
          columns: [
            { title: 'Hour' },
            { title: 'Intensity', isNumber: true },
            { title: 'Low', isNumber: true },
            { title: 'High', isNumber: true },
          ],
          rows: hours.map(({ atMs, value, low, high }) => [
            when(atMs),
            printIntensity(value),
            printIntensity(low),
            printIntensity(high),
          ]),
        },
        note: `${live.source} gives no interval with its forecast. The band is where nine of ten forecasts of that reach came true.${told}`,
      }}
      unit="g CO₂e per kWh"
      source={`${live.source}, ${live.zone}${live.basis === null ? '' : `, ${live.basis}, ${live.boundary ?? ''}`}`}
      data={{
        columns: ['hour_utc', 'g_per_kwh', 'low_g_per_kwh', 'high_g_per_kwh'],
        rows: () =>
          hours.map(({ atMs, value, low, high }) => [new Date(atMs).toISOString(), value, low, high]),
      }}
      series={[
        seriesOf(
          'hours',
          hours.map(({ atMs, value, low, high }) => ({
            text: `${when(atMs)}: ${printIntensity(value)} (${printIntensity(low)} to ${printIntensity(high)})`,
          })),
        ),
      ]}
      controls={
        <label>
          Hours it takes{' '}
          <input
            type="number"
            min={1}
            max={48}
            value={duration}
            onChange={(event) => setView({ h: event.currentTarget.value })}
          />
        </label>
      }
    />
  );
}
