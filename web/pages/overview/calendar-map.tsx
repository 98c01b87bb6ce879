import { printEnergy } from '../../../src/units/format.ts';
import { FigureChart } from '../../charts/figure-chart.tsx';
import { seriesOf } from '../../charts/frame/chart-data.ts';
import { wh } from '../../parts/wh.ts';
import { linkTo } from '../../state/location.ts';
import { calendarDrawing, calendarSpots } from './calendar-drawing.ts';
import type { Overview } from '../../../src/report/overview/overview.ts';

/** The last 53 weeks, a square for each day; Enter on one lists its runs. */
export function CalendarMap({ data: { year, today } }: { readonly data: Overview }) {
  if (year.length === 0) return null;
  const most = year.reduce((best, day) => (day.energyJ > best.energyJ ? day : best));
  const title = 'The last 53 weeks';
  const sentence = `Runs began on ${year.length === 1 ? '1 day' : `${year.length} days`}; the most energy on ${most.date}: ${printEnergy(most.energyJ)} in ${most.runs === 1 ? '1 run' : `${most.runs} runs`}.`;
  return (
    <FigureChart
      unit="Wh of the runs that began on a day, scaled"
      source="the book's root runs"
      spotsAt={(width) => calendarSpots(year, today, width)}
      figure={{
        id: 'year',
        title,
        sentence,
        draw: (canvas) => calendarDrawing(year, today, { title, sentence }, canvas),
        table: {
          columns: [{ title: 'day' }, { title: 'runs', isNumber: true }, { title: 'energy', isNumber: true }],
          rows: year.map(({ date, runs, energyJ }) => [date, String(runs), printEnergy(energyJ)]),
          note: 'Days without runs are left out.',
        },
        note: 'Each step of the scale is twice the one before. A click on a day lists its runs.',
      }}
      data={{
        columns: ['date', 'runs', 'energy_wh'],
        rows: () => year.map(({ date, runs, energyJ }) => [date, runs, wh(energyJ)]),
      }}
      series={[
        seriesOf(
          title,
          year.map(({ date, runs, energyJ }) => ({
            text: `${date}: ${printEnergy(energyJ)} in ${runs === 1 ? '1 run' : `${runs} runs`}`,
            href: linkTo('/runs', { t: `${date}..${date}` }),
          })),
        ),
      ]}
    />
  );
}
