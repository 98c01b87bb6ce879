import type { RunRecord } from '../../../../src/book/run-record.ts';
import { bars } from '../../../../src/report/chart/bars.ts';
import { energyWithBand, printEnergy } from '../../../../src/units/format.ts';
import { printDuration } from '../../../../src/units/format-duration.ts';
import { FigureChart } from '../../../charts/figure-chart.tsx';
import { wh } from '../../../parts/wh.ts';
import { barPoints } from './bar-points.ts';
import { energyBar } from './energy-bar.ts';

const MOST_DRAWN = 20;

/** Energy by stage; a stage inside another says so. */
export function StageBars({ run }: { readonly run: RunRecord }) {
  const all = Object.entries(run.energy.stages);
  if (all.length === 0) return null;
  const drawn = all
    .toSorted(([, a], [, b]) => (b.attributed.value ?? 0) - (a.attributed.value ?? 0))
    .slice(0, MOST_DRAWN);
  const shown = all.filter((entry) => drawn.includes(entry));
  const [largest] = drawn;
  const labelled = ([name, { parent }]: (typeof all)[number]): string =>
    parent === undefined ? name : `${name} (in ${parent})`;
  const saying = {
    title: 'Energy by stage',
    sentence:
      largest === undefined
        ? ''
        : `${largest[0]} took the most, ${printEnergy(largest[1].attributed)} in ${printDuration(largest[1].durationS)}.`,
  };
  return (
    <FigureChart
      figure={{
        id: 'stages',
        ...saying,
        draw: (canvas) =>
          bars(
            shown.map((entry) => energyBar(labelled(entry), 'other', entry[1])),
            saying,
            canvas,
          ),
        table: {
          columns: [
            { title: 'Stage' },
            { title: 'Energy', isNumber: true },
            { title: 'Above idle', isNumber: true },
            { title: 'Outside inner stages', isNumber: true },
            { title: 'Time', isNumber: true },
            { title: 'Times', isNumber: true },
          ],
          rows: all.map((entry) => {
            const { attributed, active, self, durationS, count } = entry[1];
            return [
              labelled(entry),
              energyWithBand(attributed),
              energyWithBand(active),
              energyWithBand(self),
              printDuration(durationS),
              String(count),
            ];
          }),
        },
        note: `A stage contains those inside it. The hatched part is idle power that the run held${all.length > shown.length ? `; the ${shown.length} largest of ${all.length} are drawn` : ''}`,
      }}
      unit="Wh, attributed, at the wall"
      source="marks of the run"
      data={{
        columns: [
          'stage',
          'parent',
          'attributed_wh',
          'low_wh',
          'high_wh',
          'active_wh',
          'self_wh',
          'duration_s',
          'count',
        ],
        rows: () =>
          all.map(([name, { parent, attributed, active, self, durationS, count }]) => [
            name,
            parent ?? null,
            ...[attributed.value, attributed.low, attributed.high, active.value, self.value].map(wh),
            durationS,
            count,
          ]),
      }}
      series={barPoints(
        'stages',
        shown.map(
          (entry) =>
            `${labelled(entry)}: ${energyWithBand(entry[1].attributed)} in ${printDuration(entry[1].durationS)}`,
        ),
      )}
    />
  );
}
