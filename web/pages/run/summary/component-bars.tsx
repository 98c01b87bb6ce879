import type { RunRecord } from '../../../../src/book/run-record.ts';
import { bars } from '../../../../src/report/chart/bars.ts';
import { componentRole } from '../../../../src/report/chart/palette.ts';
import { energyWithBand, missing } from '../../../../src/units/format.ts';
import { FigureChart } from '../../../charts/figure-chart.tsx';
import { wh } from '../../../parts/wh.ts';
import { barPoints } from './bar-points.ts';
import { energyBar } from './energy-bar.ts';
import { shareText } from '../../../../src/units/format-share.ts';

/** Each component's energy with its interval; the part of it that is idle power apart. */
export function ComponentBars({ run }: { readonly run: RunRecord }) {
  const rows = Object.entries(run.energy.components);
  if (rows.length === 0) return null;
  const said = ([name, { attributed, method, grade, reason }]: (typeof rows)[number]): string =>
    `${name}: ${energyWithBand(attributed)}, grade ${grade}, ${method}${reason === undefined ? '' : `, ${reason}`}`;
  const saying = {
    title: 'Energy by component',
    sentence: `${rows.length} components; grade ${run.grade} is that of the worst with a tenth of the energy or more.`,
  };
  return (
    <FigureChart
      figure={{
        id: 'components',
        ...saying,
        draw: (canvas) =>
          bars(
            rows.map(([name, component]) => energyBar(name, componentRole(name), component)),
            saying,
            canvas,
          ),
        table: {
          columns: [
            { title: 'Component' },
            { title: 'Energy', isNumber: true },
            { title: 'Above idle', isNumber: true },
            { title: 'Idle', isNumber: true },
            { title: 'Whole machine', isNumber: true },
            { title: 'Grade' },
            { title: 'Method' },
            { title: 'Share' },
          ],
          rows: rows.map(([name, { attributed, active, idle, machine, grade, method, share, reason }]) => [
            name,
            energyWithBand(attributed),
            energyWithBand(active),
            energyWithBand(idle),
            energyWithBand(machine),
            grade,
            reason === undefined ? method : `${method}: ${reason}`,
            `${share.method}${share.value === null ? ` ${missing()}` : ` ${shareText(share.value)}`}`,
          ]),
        },
        note: 'The hatched part of a bar is idle power that the run held; the line is the 90 % interval',
      }}
      unit="Wh, attributed"
      source={[...new Set(rows.map(([, { method }]) => method))].join(', ')}
      data={{
        columns: [
          'component',
          'attributed_wh',
          'low_wh',
          'high_wh',
          'active_wh',
          'idle_wh',
          'machine_wh',
          'grade',
          'method',
        ],
        rows: () =>
          rows.map(([name, { attributed, active, idle, machine, grade, method }]) => [
            name,
            ...[
              attributed.value,
              attributed.low,
              attributed.high,
              active.value,
              idle.value,
              machine.value,
            ].map(wh),
            grade,
            method,
          ]),
      }}
      series={barPoints('components', rows.map(said))}
    />
  );
}
