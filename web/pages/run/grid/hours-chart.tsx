import type { RunRecord } from '../../../../src/book/run-record.ts';
import {
  carbonWithBand,
  missing,
  printCarbon,
  printEnergy,
  printIntensity,
} from '../../../../src/units/format.ts';
import { DIMENSIONS } from '../../../../src/units/dimensions.ts';
import { ChartFrame } from '../../../charts/chart-frame.tsx';
import { columnAt, Columns, type Panel } from '../../../charts/columns/columns.tsx';
import { hourShift } from './hour-shift.ts';

const HEIGHT = 130;

/** The run's carbon hour by hour, where the hours are known. */
export function HoursChart({ run }: { readonly run: RunRecord }) {
  const { hourly, operational } = run.carbon;
  const known = (hourly ?? []).filter(({ gPerKwh }) => gPerKwh !== null);
  if (hourly === undefined || known.length === 0) return null; // why there are none is said with the other hours
  const shift = hourShift(hourly);
  const text = (n: number): string => {
    const hour = hourly[n];
    if (hour === undefined) return '';
    return [
      hour.hour.replace('T', ' '),
      `${printEnergy(hour.energyWh * DIMENSIONS.energy.units.Wh)} at ${hour.gPerKwh === null ? missing() : printIntensity(hour.gPerKwh)}`,
      `${hour.source ?? 'nobody told it'}, ${hour.how}`,
    ].join('\n');
  };
  const panels: readonly Panel[] = [
    {
      kind: 'columns',
      title: 'energy, Wh',
      role: 'gpu',
      height: HEIGHT,
      columns: hourly.map(({ energyWh }) => ({ value: energyWh })),
    },
    {
      kind: 'line',
      title: 'intensity, g/kWh',
      role: 'cpu',
      height: HEIGHT,
      columns: hourly.map(({ gPerKwh }) => ({ value: gPerKwh })),
    },
  ];
  return (
    <ChartFrame
      id="hours"
      title="Hour by hour"
      sentence={[
        `${carbonWithBand(operational)} over ${hourly.length} hours.`,
        shift === undefined
          ? ''
          : `Its heaviest hour at the cleanest of these would have made ${printCarbon(shift.bestG)}, against ${printCarbon(shift.asWasG)} as it was.`,
      ].join(' ')}
      unit="Wh and g/kWh"
      source={[...new Set(hourly.flatMap(({ source }) => (source === null ? [] : [source])))].join(', ')}
      table={() => ({
        columns: [
          { title: 'Hour (UTC)' },
          { title: 'Energy', isNumber: true },
          { title: 'Intensity', isNumber: true },
          { title: 'Source' },
          { title: 'How' },
        ],
        rows: hourly.map(({ hour, energyWh, gPerKwh, source, how }) => [
          hour,
          printEnergy(energyWh * DIMENSIONS.energy.units.Wh),
          gPerKwh === null ? missing() : printIntensity(gPerKwh),
          source ?? missing(),
          how,
        ]),
      })}
      data={{
        columns: ['hour', 'energy_wh', 'g_per_kwh', 'source', 'how'],
        rows: () =>
          hourly.map(({ hour, energyWh, gPerKwh, source, how }) => [hour, energyWh, gPerKwh, source, how]),
      }}
      series={[
        {
          name: 'hours',
          count: hourly.length,
          point: (n) => ({ text: text(n), at: [columnAt(n, hourly.length, 1000), 0.3] }),
        },
      ]}
    >
      {({ width, cursor, point }) => (
        <Columns
          panels={panels}
          names={hourly.map(({ hour }) => hour.slice(11, 13))}
          title="hour, UTC"
          width={width}
          marked={cursor?.point}
          onPoint={(n) => point(n === undefined ? undefined : { series: 0, point: n })}
        />
      )}
    </ChartFrame>
  );
}
