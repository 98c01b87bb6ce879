import { axisUnit } from '../../chart/axis-unit.ts';
import type { Figure } from '../../chart/figure.ts';
import { lineChart } from '../../chart/line-chart.ts';
import { printEnergy } from '../../../units/format.ts';
import { printDuration } from '../../../units/format-duration.ts';
import { saidPeriod } from '../said.ts';
import type { RunLine, Statement } from '../statement.ts';

/** Most points of a line: more are left out between, never at its ends. */
const MOST_POINTS = 600;
const TABLE_ROWS = 20;

/** How the energy of several runs has come together over time: all of it, and that of runs which results come from. */
export function ledgerFigure({ runs }: Statement): Figure | undefined {
  const known = runs
    .filter(({ energy, endedAt }) => energy.value !== null && endedAt !== null)
    .toSorted((a, b) => ((a.endedAt ?? '') < (b.endedAt ?? '') ? -1 : 1));
  const [first, last] = [known[0], known.at(-1)];
  if (known.length < 2 || first === undefined || last === undefined) return undefined;
  const start = Date.parse(runs[0]?.startedAt ?? first.startedAt);
  const times = known.map(({ endedAt }) => (Date.parse(endedAt ?? '') - start) / 1000);
  const [all, reported] = [running(known, () => true), running(known, ({ fate }) => fate === 'reported')];
  const total = all.at(-1) ?? 0;
  const [time, unit] = [axisUnit('time', times.at(-1) ?? 0), axisUnit('energy', total)];
  const points = (sums: readonly number[]): readonly (readonly [number, number])[] => [
    [0, 0],
    ...thinned(times.map((at, i) => [at / time.factor, (sums[i] ?? 0) / unit.factor] as const)),
  ];
  const saying = {
    title: 'Energy over time',
    sentence: `${saidPeriod(runs[0]?.startedAt ?? null, last.endedAt)}: the runs came to ${printEnergy(total)} at the wall.`,
  };
  const isSame = total === reported.at(-1);
  return {
    id: 'ledger',
    ...saying,
    draw: (canvas) =>
      lineChart(
        {
          lines: [
            { name: 'all runs', role: 'gpu', points: points(all) },
            ...(isSame ? [] : [{ name: 'reported', role: 'cpu' as const, points: points(reported) }]),
          ],
          x: `time since the first run began, ${time.symbol}`,
          y: `energy at the wall, ${unit.symbol}`,
          isStepped: true,
        },
        saying,
        canvas,
      ),
    table: tableOf(known, times, all),
    note: 'Each run is added when it ended.',
  };
}

function running(runs: readonly RunLine[], counts: (run: RunLine) => boolean): readonly number[] {
  let sum = 0;
  return runs.map((run) => (sum += counts(run) ? (run.energy.value ?? 0) : 0));
}

function thinned<T>(points: readonly T[]): readonly T[] {
  const every = Math.ceil(points.length / MOST_POINTS);
  return points.filter((_, i) => i % every === 0 || i === points.length - 1);
}

function tableOf(
  runs: readonly RunLine[],
  times: readonly number[],
  sums: readonly number[],
): Figure['table'] {
  const every = Math.max(1, Math.ceil(runs.length / TABLE_ROWS));
  const shown = runs.flatMap((_, i) => ((i + 1) % every === 0 || i === runs.length - 1 ? [i] : []));
  return {
    columns: [
      { title: 'Since the first began', isNumber: true },
      { title: 'Runs', isNumber: true },
      { title: 'Energy so far', isNumber: true },
    ],
    rows: shown.map((i) => [printDuration(times[i] ?? 0), String(i + 1), printEnergy(sums[i] ?? 0)]),
    ...(every > 1 ? { note: `One row for every ${every} runs.` } : {}),
  };
}
