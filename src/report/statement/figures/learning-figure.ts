import type { RunRecord } from '../../../book/run-record.ts';
import { axisUnit } from '../../chart/axis-unit.ts';
import type { Figure } from '../../chart/figure.ts';
import { lineChart } from '../../chart/line-chart.ts';
import { seriesRole } from '../../chart/palette.ts';
import { printEnergy } from '../../../units/format.ts';
import { type ChosenMetric, chosenMetric } from '../chosen-metric.ts';
import { saidNumber } from '../said.ts';
import type { Statement } from '../statement.ts';

const MOST_LINES = 6;
/** Epochs of a line that are drawn, and rows of its table. */
const MOST_EPOCHS = 400;
const TABLE_ROWS = 24;

interface Curve {
  readonly name: string;
  /** Energy until then, J, and the metric. */
  readonly points: readonly (readonly [joules: number, value: number])[];
}

/** The metric over the energy that was spent until then, of one run of each configuration. */
export function learningFigure(
  { groups: all, metric: wanted, frontier, frontierProject, runs: lineUp }: Statement,
  runs: readonly RunRecord[],
): Figure | undefined {
  const metric = epochMetric(runs, wanted);
  if (metric === undefined) return undefined;
  const groups = all.filter(
    ({ configuration }) => frontierProject === undefined || configuration.project === frontierProject,
  );
  const byId = new Map(runs.map((run) => [run.id, run]));
  const ordered = [
    ...groups.filter(({ id }) => frontier.includes(id)),
    ...groups.filter(({ id }) => !frontier.includes(id)),
  ];
  const named = ordered.flatMap(({ id, name, runs: [first = ''] }) => {
    const run = byId.get(first);
    return run === undefined ? [] : [{ name: groups.length === 1 ? run.name : `${id}  ${name}`, run }];
  });
  const alone =
    lineUp.length === 1 && named.length === 0 ? runs.map((run) => ({ name: run.name, run })) : named;
  const curves = alone
    .map(({ name, run }) => ({ name, points: curveOf(run, metric.name) }))
    .filter(({ points }) => points.length >= 3)
    .slice(0, MOST_LINES);
  const [first] = curves;
  if (first === undefined) return undefined;
  const unit = axisUnit(
    'energy',
    Math.max(...curves.flatMap(({ points }) => points.map(([joules]) => joules))),
  );
  const saying = { title: `${metric.name} over the energy spent`, sentence: sentenceOf(curves, metric.name) };
  return {
    id: 'learning',
    ...saying,
    draw: (canvas) =>
      lineChart(
        {
          lines: curves.map(({ name, points }, i) => ({
            name,
            role: seriesRole(i),
            points: thinned(points, MOST_EPOCHS).map(
              ([joules, value]) => [joules / unit.factor, value] as const,
            ),
          })),
          x: `energy until then, ${unit.symbol}`,
          y: metric.name,
        },
        saying,
        canvas,
      ),
    table: {
      columns: [
        { title: 'Run' },
        { title: 'Energy until then', isNumber: true },
        { title: metric.name, isNumber: true },
      ],
      rows: curves.flatMap(({ name, points }) =>
        thinned(points, Math.ceil(TABLE_ROWS / curves.length)).map(([joules, value]) => [
          name,
          printEnergy(joules),
          saidNumber(value),
        ]),
      ),
    },
    note: 'One run of each configuration; epochs as the runs reported them.',
  };
}

function curveOf({ energy: { epochs } }: RunRecord, metric: string): Curve['points'] {
  let joules = 0;
  return epochs.flatMap(({ attributed, metrics }) => {
    if (attributed.value === null) return [];
    joules += attributed.value;
    const value = metrics[metric];
    return value === undefined || !Number.isFinite(value) ? [] : [[joules, value] as const];
  });
}

function sentenceOf(curves: readonly Curve[], metric: string): string {
  const [first] = curves;
  const points = first?.points ?? [];
  const [last, half] = [points.at(-1), points[Math.floor(points.length / 2)]];
  if (first === undefined || last === undefined || half === undefined) return '';
  return `${curves.length === 1 ? 'The run' : first.name} had ${metric} ${saidNumber(half[1])} after ${printEnergy(half[0])} and ${saidNumber(last[1])} after ${printEnergy(last[0])}.`;
}

function thinned<T>(points: readonly T[], most: number): readonly T[] {
  const every = Math.max(1, Math.ceil(points.length / most));
  return points.filter((_, i) => i % every === 0 || i === points.length - 1);
}

/** The metric of the report, or where the epochs do not have it the one of theirs that says the most about quality. */
function epochMetric(runs: readonly RunRecord[], wanted: ChosenMetric | undefined): ChosenMetric | undefined {
  const ofEpochs = runs.flatMap((run) => {
    const last = run.energy.epochs.at(-1);
    return last === undefined ? [] : [{ ...run, metrics: last.metrics }];
  });
  const isThere = wanted !== undefined && ofEpochs.some(({ metrics }) => wanted.name in metrics);
  return isThere ? wanted : chosenMetric(ofEpochs);
}
