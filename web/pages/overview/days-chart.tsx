import { missing, printCarbon, printEnergy, printMoney } from '../../../src/units/format.ts';
import { FigureChart } from '../../charts/figure-chart.tsx';
import { seriesOf } from '../../charts/frame/chart-data.ts';
import { shareText } from '../../../src/units/format-share.ts';
import { wh } from '../../parts/wh.ts';
import { linkTo, setView } from '../../state/location.ts';
import { type FootprintUnit, footprintUnit } from '../../state/unit.ts';
import { elsewhere } from './tiles.tsx';
import { type DayLayer, daysDrawing, daySpots } from './days-drawing.ts';
import type { DaySums, Overview } from '../../../src/report/overview/overview.ts';

const COMPONENTS = [
  ['GPU', 'gpu', 'gpuJ'],
  ['CPU', 'cpu', 'cpuJ'],
  ['RAM', 'ram', 'ramJ'],
  ['other', 'other', 'otherJ'],
  ['not told apart', 'idle', 'restJ'],
] as const;

/** What each day used: energy by component, or carbon, or money. */
export function DaysChart({ data: { days, now } }: { readonly data: Overview }) {
  const unit = footprintUnit.value;
  const layers = layersOf(days, unit);
  const print = (value: number): string =>
    unit === 'energy'
      ? printEnergy(value)
      : unit === 'co2'
        ? printCarbon(value)
        : printMoney(value, now.currency ?? '');
  const title = { energy: 'Energy per day', co2: 'Carbon per day', cost: 'Cost per day' }[unit];
  const sentence = sentenceOf(days, layers, print, unit);
  const axis =
    unit === 'energy'
      ? { dimension: 'energy' as const, what: 'energy at the wall' }
      : unit === 'co2'
        ? { dimension: 'mass' as const, what: 'CO₂e' }
        : { dimension: undefined, what: 'cost', symbol: now.currency ?? '' };
  const dates = days.map(({ date }) => date);
  return (
    <FigureChart
      unit={{ energy: 'Wh, scaled', co2: 'g CO₂e, scaled', cost: now.currency ?? 'no price is set' }[unit]}
      source="the book's root runs, each on the day on which it began"
      spotsAt={(width) => daySpots(days.length, width)}
      onRange={(from, to) => {
        const [first, last] = [dates[from], dates[to]];
        if (first !== undefined && last !== undefined) setView({ t: `${first}..${last}` });
      }}
      figure={{
        id: 'days',
        title,
        sentence,
        draw: (canvas) => daysDrawing(dates, layers, axis, { title, sentence }, canvas),
        table: {
          columns: [
            { title: 'day' },
            { title: 'runs', isNumber: true },
            ...layers.map(({ name }) => ({ title: name, isNumber: true })),
            ...(layers.length > 1 ? [{ title: 'all', isNumber: true }] : []),
          ],
          rows: days.map((day, n) => [
            day.date,
            String(day.runs),
            ...layers.map(({ values }) => (day.runs === 0 ? missing() : print(values[n] ?? 0))),
            ...(layers.length > 1 ? [day.runs === 0 ? missing() : print(day.energyJ)] : []),
          ]),
        },
        note: `${
          unit === 'cost'
            ? elsewhere(now)
                .map((said) => `${said}. `)
                .join('')
            : ''
        }${now.unknown > 0 ? `${now.unknown} runs of unknown energy are left out. ` : ''}A drag across days looks at those alone; a click on one lists its runs.`,
      }}
      data={{
        columns: [
          'date',
          'runs',
          'energy_wh',
          'gpu_wh',
          'cpu_wh',
          'ram_wh',
          'other_wh',
          'not_told_apart_wh',
          'co2e_g',
          'cost',
        ],
        rows: () =>
          days.map((day) => [
            day.date,
            day.runs,
            ...[day.energyJ, day.gpuJ, day.cpuJ, day.ramJ, day.otherJ, day.restJ].map(wh),
            day.co2G,
            day.cost,
          ]),
      }}
      series={[
        seriesOf(
          title,
          days.map((day, n) => ({
            text: `${day.date}: ${print(layers.reduce((sum, { values }) => sum + (values[n] ?? 0), 0))} in ${day.runs === 1 ? '1 run' : `${day.runs} runs`}${partsText(day, layers, n, print)}`,
            href: linkTo('/runs', { t: `${day.date}..${day.date}` }),
          })),
        ),
      ]}
    />
  );
}

function layersOf(days: readonly DaySums[], unit: FootprintUnit): readonly DayLayer[] {
  if (unit === 'co2') return [{ name: 'carbon', role: 'gpu', values: days.map(({ co2G }) => co2G) }];
  if (unit === 'cost') return [{ name: 'cost', role: 'gpu', values: days.map(({ cost }) => cost) }];
  return COMPONENTS.map(([name, role, key]) => ({ name, role, values: days.map((day) => day[key]) })).filter(
    ({ values }) => values.some((value) => value > 0),
  );
}

function partsText(
  { energyJ }: DaySums,
  layers: readonly DayLayer[],
  n: number,
  print: (value: number) => string,
): string {
  if (layers.length < 2 || energyJ === 0) return '';
  return `: ${layers.map(({ name, values }) => `${name} ${print(values[n] ?? 0)}`).join(', ')}`;
}

function sentenceOf(
  days: readonly DaySums[],
  layers: readonly DayLayer[],
  print: (value: number) => string,
  unit: FootprintUnit,
): string {
  const totals = days.map((_, n) => layers.reduce((sum, { values }) => sum + (values[n] ?? 0), 0));
  const all = totals.reduce((sum, value) => sum + value, 0);
  const most = totals.indexOf(Math.max(...totals));
  const day = days[most];
  if (!(all > 0) || day === undefined) return 'Nothing was used in this time.';
  const sums = layers.map(({ name, values }) => [name, values.reduce((a, b) => a + b, 0)] as const);
  const [largest] = sums.toSorted((a, b) => b[1] - a[1]);
  const part =
    unit === 'energy' && largest !== undefined && largest[0] !== 'not told apart'
      ? `${largest[0]} used ${shareText(largest[1] / all)} of ${print(all)}; the`
      : `${print(all)} in all; the`;
  return `${part} most on ${day.date}: ${print(totals[most] ?? 0)}.`;
}
