import type { Figure } from '../../src/report/chart/figure.ts';
import { paintOf, THEMED } from '../../src/report/chart/palette.ts';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { go } from '../state/location.ts';
import { ChartFrame } from './chart-frame.tsx';
import type { ChartPoint, ChartSeries, CompleteData } from './frame/chart-data.ts';
import type { Spot, Spots } from './spots/spot.ts';
import { SpotLayer } from './spots/spot-layer.tsx';

const EXPORT_WIDTH = 760;

/** A figure as reports have it, drawn at the width of the page and in its colours. */
export function FigureChart({
  figure,
  unit,
  source,
  data,
  series,
  level = 2,
  controls,
  spotsAt,
  onRange,
}: {
  readonly figure: Figure;
  readonly unit: string;
  readonly source: string;
  readonly data: CompleteData;
  /** Its points, by what they are at a width. */
  readonly series: readonly ChartSeries[];
  readonly level?: 2 | 3;
  /** Controls that stand with the buttons. */
  readonly controls?: ComponentChildren;
  /** Where the points of the first series are drawn at a width: with it a pointer finds them, and a click opens where they lead. */
  readonly spotsAt?: (width: number) => Spots;
  /** What is done with a stretch of those points, marked by a drag or by keys. */
  readonly onRange?: (from: number, to: number) => void;
}) {
  const { id, title, sentence, draw, table, note } = figure;
  const shown = useRef<{ readonly spots: Spots; readonly width: number; readonly height: number }>(undefined);
  const [first, ...others] = series;
  return (
    <ChartFrame
      id={id}
      title={title}
      level={level}
      sentence={sentence}
      unit={unit}
      source={source}
      table={() => table}
      data={data}
      series={spotsAt === undefined || first === undefined ? series : [placed(first), ...others]}
      {...(onRange === undefined ? {} : { onRange })}
      {...(note === undefined ? {} : { note })}
      {...(controls === undefined ? {} : { controls })}
      draw={() => {
        const svg = draw({ width: EXPORT_WIDTH, paint: paintOf('light'), prefix: 'export' });
        return { svg, width: EXPORT_WIDTH, height: heightOf(svg) };
      }}
    >
      {({ width, cursor, point, marked }) => {
        // Markup of our own drawing code, which escapes every text of a run.
        const svg = draw({ width, paint: THEMED, prefix: `p-${id}` });
        const drawing = <div aria-hidden="true" dangerouslySetInnerHTML={{ __html: svg }} />;
        if (spotsAt === undefined) return drawing;
        const spots = spotsAt(width);
        shown.current = { spots, width, height: heightOf(svg) };
        return (
          <div class="spotted">
            {drawing}
            <SpotLayer
              spots={spots}
              focused={cursor?.series === 0 ? cursor.point : undefined}
              marked={marked}
              onPoint={(n) => point(n === undefined ? undefined : { series: 0, point: n })}
              onOpen={(n) => {
                const href = first?.point(n).href;
                if (href !== undefined) go(href);
              }}
              onRange={onRange}
            />
          </div>
        );
      }}
    </ChartFrame>
  );

  /** With the places of its points, so that what is said of them stands beside them. */
  function placed({ name, count, point }: ChartSeries): ChartSeries {
    const at = ({ x, y, width, height }: Spot): Pick<ChartPoint, 'at'> => {
      const whole = shown.current ?? { width: 1, height: 1 };
      return { at: [(x + width / 2) / whole.width, (y + height / 2) / whole.height] };
    };
    return {
      name,
      count,
      point: (n) => {
        const spot = shown.current?.spots[n];
        return { ...point(n), ...(spot === undefined ? {} : at(spot)) };
      },
    };
  }
}

function heightOf(svg: string): number {
  return Number(/height="([\d.]+)"/.exec(svg)?.[1] ?? 300);
}
