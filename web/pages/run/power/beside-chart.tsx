import type { ComponentChildren } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import { missing } from '../../../../src/units/format.ts';
import { ChartFrame } from '../../../charts/chart-frame.tsx';
import type { Range } from '../../../charts/time-series/range.ts';
import { placeIn, type TimePlotEvents, type TimeView } from '../../../charts/time-series/time-plot.ts';
import { TimeSeries } from '../../../charts/time-series/time-series.tsx';
import { timeTick } from '../../../charts/time-series/time-ticks.ts';
import type { Beside } from './beside.ts';
import { timeDrawing } from './power-drawing.ts';

const HEIGHT = 180;
/** Until it is known, px. */
const WIDTH = 1000;

/** A third plot under the power, along the same axis. */
export function BesideChart({
  beside,
  toAxis,
  range,
  isCount,
  along,
  events,
  onKey,
  controls,
}: {
  readonly beside: Beside;
  /** A time of the run to its place on the axis. */
  readonly toAxis: (seconds: number) => number;
  /** Of the axis. */
  readonly range: Range;
  readonly isCount: boolean;
  readonly along: string;
  readonly events: (onPoint: (index: number | undefined) => void, onDrawn: () => void) => TimePlotEvents;
  readonly onKey: (key: string, atS: number | undefined) => boolean;
  readonly controls: ComponentChildren;
}) {
  const { lines, x: times, print, title, unit, note } = beside;
  const x = useMemo(() => times.map(toAxis), [times, toAxis]);
  const width = useRef(WIDTH);
  const points = times.flatMap((_, i) => (lines.some(({ mean }) => mean[i] != null) ? [i] : []));
  const view: TimeView = {
    x,
    lines,
    spans: [],
    range,
    isCount,
    dimension: beside.axis,
    isFitted: beside.isFitted,
  };
  const step = Math.min(60, (times.at(-1) ?? 0) / Math.max(1, times.length));
  const cell = (n: number, i: number): string => {
    const [low, mean, high] = [lines[n]?.min?.[i], lines[n]?.mean[i], lines[n]?.max?.[i]];
    if (mean == null) return missing();
    return low == null || high == null || low === high
      ? print(mean)
      : `${print(mean)} (${print(low)} to ${print(high)})`;
  };
  return (
    <ChartFrame
      id="beside"
      title={title}
      sentence={beside.sentence}
      unit={unit}
      source={beside.source}
      {...(note === undefined ? {} : { note })}
      controls={controls}
      data={beside.data}
      draw={() => timeDrawing(view, title, along)}
      onKey={(key, cursor) => onKey(key, cursor === undefined ? undefined : times[points[cursor.point] ?? 0])}
      table={() => ({
        columns: [
          { title: 'After', isNumber: true },
          ...lines.map(({ name }) => ({ title: name, isNumber: true })),
        ],
        rows: points.map((i) => [timeTick(times[i] ?? 0, step), ...lines.map((_, n) => cell(n, i))]),
        note: 'As drawn. The export has all.',
      })}
      series={[
        {
          name: title,
          count: points.length,
          point: (n) => {
            const i = points[n] ?? 0;
            return {
              text: [
                timeTick(times[i] ?? 0, step),
                ...lines.map(({ name }, line) => `${name}: ${cell(line, i)}`),
              ].join('\n'),
              at: placeIn({ range }, x[i] ?? 0, { width: width.current, height: HEIGHT }),
            };
          },
        },
      ]}
    >
      {({ width: now, cursor, point }) => (
        <TimeSeries
          view={view}
          width={(width.current = now)}
          height={HEIGHT}
          sync="run"
          stand={cursor === undefined ? undefined : points[cursor.point]}
          events={events(
            (i) => {
              const n = i === undefined ? -1 : points.indexOf(i);
              point(n < 0 ? undefined : { series: 0, point: n });
            },
            () => undefined,
          )}
        />
      )}
    </ChartFrame>
  );
}
