import { RING_S, type PowerPoint } from '../../../src/report/live/power-ring.ts';
import { axisUnit } from '../../../src/report/chart/axis-unit.ts';
import { linearTicks, tickText } from '../../../src/report/chart/ticks.ts';
import { printDuration } from '../../../src/units/format-duration.ts';
import { printPower } from '../../../src/units/format.ts';
import { ChartFrame } from '../../charts/chart-frame.tsx';
import type { LiveView } from '../../state/live-model.ts';
import { powerSentence } from './live-words.ts';
import { powerShape } from './power-shape.ts';

const LEFT = 64;
const FOOT = 24;
const HEIGHT = 180;
const MARKS_S = [300, 240, 180, 120, 60, 0];

/** The power of the last five minutes of one run, with its table, keys and export. */
export function PowerChart({ view }: { readonly view: LiveView }) {
  const { points, facts } = view;
  const last = points.at(-1)?.atS ?? 0;
  const ago = ({ atS }: PowerPoint): string => (atS === last ? 'now' : `${printDuration(last - atS)} ago`);
  const text = (point: PowerPoint): string =>
    point.low === point.high
      ? `${ago(point)}: ${printPower(point.w)}`
      : `${ago(point)}: ${printPower(point.w)} (${printPower(point.low)} to ${printPower(point.high)})`;
  const gapS = 3 * facts.intervalS + 1;
  return (
    <ChartFrame
      id="live-power"
      title={`Power of ${facts.name}`}
      level={2}
      sentence={powerSentence(view)}
      unit="W, attributed, at the wall"
      source="the samples of the run as they come"
      table={() => ({
        columns: [
          { title: 'When' },
          { title: 'Mean', isNumber: true },
          { title: 'Least', isNumber: true },
          { title: 'Most', isNumber: true },
        ],
        rows: points
          .toReversed()
          .map((point) => [ago(point), printPower(point.w), printPower(point.low), printPower(point.high)]),
      })}
      data={{
        columns: ['at_s', 'power_w', 'power_least_w', 'power_most_w'],
        rows: () => points.map(({ atS, w, low, high }) => [atS, w, low, high]),
      }}
      series={[
        {
          name: 'power',
          count: points.length,
          point: (n) => {
            const point = points[n];
            if (point === undefined) return { text: '' };
            const [x, y] = powerShape(points, { width: 1, height: 1, gapS }).at(point);
            return { text: text(point), at: [x, y] };
          },
        },
      ]}
      note="All samples since five minutes; the whole run is on its own page"
    >
      {({ width, cursor, point }) => {
        const room = Math.max(1, width - LEFT);
        const shape = powerShape(points, { width: room, height: HEIGHT, gapS });
        const unit = axisUnit('power', shape.topW);
        const marked = cursor === undefined ? undefined : points[cursor.point];
        const at = marked === undefined ? undefined : shape.at(marked);
        return (
          <svg
            width={width}
            height={HEIGHT + FOOT}
            class="live-plot"
            aria-hidden="true"
            onPointerMove={(event) => {
              const box = event.currentTarget.getBoundingClientRect();
              const atS = last - RING_S + ((event.clientX - box.left - LEFT) / room) * RING_S;
              point({ series: 0, point: nearest(points, atS) });
            }}
          >
            <g transform={`translate(${LEFT} 0)`}>
              {linearTicks(0, shape.topW / unit.factor, 5).map((tick) => (
                <g key={tick} transform={`translate(0 ${HEIGHT * (1 - (tick * unit.factor) / shape.topW)})`}>
                  <path d={`M0 0H${room}`} class="base" />
                  <text x={-8} y={4} text-anchor="end">
                    {`${tickText(tick)} ${unit.symbol}`}
                  </text>
                </g>
              ))}
              <path d={shape.area} class="band" />
              <path d={shape.line} class="mean" />
              {at !== undefined && <circle cx={at[0]} cy={at[1]} r={4} class="mark" />}
              {MARKS_S.filter((s) => room > 420 || s % 120 === 60 || s === 0).map((s) => (
                <text
                  key={s}
                  x={room * (1 - s / RING_S)}
                  y={HEIGHT + 18}
                  text-anchor={s === 0 ? 'end' : s === RING_S ? 'start' : 'middle'}
                >
                  {s === 0 ? 'now' : `−${s / 60} min`}
                </text>
              ))}
            </g>
          </svg>
        );
      }}
    </ChartFrame>
  );
}

function nearest(points: readonly PowerPoint[], atS: number): number {
  let best = 0;
  for (const [n, point] of points.entries())
    if (Math.abs(point.atS - atS) < Math.abs((points[best]?.atS ?? 0) - atS)) best = n;
  return best;
}
