import type { ComponentChildren } from 'preact';
import type { Figure } from '../../../src/report/chart/figure.ts';
import { type LineData, lineChart, linePlaces } from '../../../src/report/chart/line-chart.ts';
import { groupedRole } from '../../../src/report/chart/grouped-bars.ts';
import { saidNumber } from '../../../src/report/statement/said.ts';
import { FigureChart } from '../../charts/figure-chart.tsx';
import type { ChartSeries, CompleteData } from '../../charts/frame/chart-data.ts';
import type { Point } from './curves.ts';

/** The width by which places of points are told; they are parts of it. */
const PLACES = 1000;
const MOST_ROWS = 400;

/** One run's line, in the units of the axes. */
export interface OverlayLine {
  readonly name: string;
  readonly points: readonly Point[];
}

/** Lines of several runs over each other. */
export function OverlayChart({
  id,
  title,
  sentence,
  lines,
  x,
  y,
  unit,
  source,
  note,
  data,
  fromZero = false,
  controls,
}: {
  readonly id: string;
  readonly title: string;
  readonly sentence: string;
  readonly lines: readonly OverlayLine[];
  readonly x: string;
  readonly y: string;
  readonly unit: string;
  readonly source: string;
  readonly note?: string;
  readonly data: CompleteData;
  readonly fromZero?: boolean;
  /** What stands with the chart's buttons. */
  readonly controls?: ComponentChildren;
}) {
  const drawn: LineData = {
    lines: lines.map(({ name, points }, i) => ({ name, role: groupedRole(i), points })),
    x,
    y,
    fromZero,
  };
  const saying = { title, sentence };
  const places = linePlaces(drawn, PLACES);
  const figure: Figure = {
    id,
    ...saying,
    draw: (canvas) => lineChart(drawn, saying, canvas),
    table: tableOf(lines, x, y),
    ...(note === undefined ? {} : { note }),
  };
  const series: readonly ChartSeries[] = lines.map(({ name, points }) => ({
    name,
    count: points.length,
    point: (i) => {
      const [a = 0, b = 0] = points[i] ?? [];
      return {
        text: `${name}\n${x}: ${saidNumber(a)}\n${y}: ${saidNumber(b)}`,
        // Beside the plot a drawing has a legend of unknown height: the place is right at its top, which is where the plot is.
        at: [
          places.x.at(a) / PLACES,
          places.y.at(b) / (places.plot.bottom + 46 + 20 * Math.ceil(lines.length / 3)),
        ],
      };
    },
  }));
  return (
    <FigureChart
      figure={figure}
      unit={unit}
      source={source}
      data={data}
      series={series}
      {...(controls === undefined ? {} : { controls })}
    />
  );
}

function tableOf(lines: readonly OverlayLine[], x: string, y: string): Figure['table'] {
  const rows = lines.flatMap(({ name, points }) => {
    const every = Math.max(1, Math.ceil((points.length * lines.length) / MOST_ROWS));
    return points
      .filter((_, i) => i % every === 0 || i === points.length - 1)
      .map(([a, b]) => [name, saidNumber(a), saidNumber(b)]);
  });
  const all = lines.reduce((sum, { points }) => sum + points.length, 0);
  return {
    columns: [{ title: 'Run' }, { title: x, isNumber: true }, { title: y, isNumber: true }],
    rows,
    ...(rows.length < all ? { note: `${rows.length} of ${all} points; the export has all.` } : {}),
  };
}
