import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { fitted } from '../../../src/report/chart/frame.ts';
import { decimal, element, escapeText } from '../../../src/report/chart/markup.ts';
import { paintOf, THEMED } from '../../../src/report/chart/palette.ts';
import { theme } from '../../state/theme.ts';
import { ChartFrame, type ChartFrameProps } from '../chart-frame.tsx';
import { isPrinting } from '../frame/is-printing.ts';
import { type AxisScale, type AxisSetting, axisScale, type ParallelAxis } from './axis.ts';
import { AxisHandle } from './axis-handle.tsx';
import type { Brush, Range } from './brush.ts';
import { between, boxOf, crossings, drawLines, lineAt, type ParallelBox, SHADES } from './lines.ts';

/** What parallel coordinates are given beside what every chart has. */
export interface ParallelChartProps
  extends Omit<ChartFrameProps, 'series' | 'draw' | 'children' | 'onKey' | 'keyHint'> {
  /** In the order in which they stand. */
  readonly axes: readonly ParallelAxis[];
  readonly settingOf: (key: string) => AxisSetting;
  readonly brush: Brush;
  /** By line: 1 where all ranges keep it. */
  readonly kept: Uint8Array;
  /** By line: how strong its colour is, from `shadesOf`. */
  readonly shades: Int8Array;
  /** The kept lines, in the order in which the arrow keys go through them. */
  readonly order: readonly number[];
  readonly textOf: (line: number) => string;
  readonly hrefOf: (line: number) => string | undefined;
  readonly onOpen: (line: number) => void;
  readonly onMove: (key: string, place: number) => void;
  readonly onSet: (key: string, what: 'log' | 'flip') => void;
  readonly onBrush: (key: string, range: Range | undefined, how: 'commit' | 'adjust') => void;
}

/** Lines through axes that can be moved, turned and cut. */
export function ParallelChart(props: ParallelChartProps) {
  const { axes, order, kept, shades, textOf, hrefOf } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const shown = useRef<{ box: ParallelBox; rows: readonly Float32Array[]; over: string } | undefined>(
    undefined,
  );
  const last = axes.length - 1;
  return (
    <ChartFrame
      {...props}
      keyHint="Enter opens; the names of the axes are buttons that move them"
      series={[
        {
          name: 'kept',
          count: order.length,
          point: (n) => {
            const line = order[n] ?? 0;
            const href = hrefOf(line);
            const box = shown.current?.box;
            const y = shown.current?.rows[last]?.[line];
            return {
              text: textOf(line),
              ...(box === undefined || y === undefined
                ? {}
                : { at: [(box.xs[last] ?? 0) / box.width, y / box.height] as const }),
              ...(href === undefined ? {} : { href }),
            };
          },
        },
      ]}
      draw={() => {
        const now = shown.current;
        if (now === undefined) return undefined;
        const { width, height } = now.box;
        const picture = document.createElement('canvas');
        paint(picture, now.box, now.rows, kept, shades, 'light');
        return {
          svg: element('image', { href: picture.toDataURL(), width, height }) + now.over,
          width,
          height,
        };
      }}
    >
      {({ width, cursor, point }) => (
        <Plot
          {...props}
          width={width}
          canvas={canvas}
          focused={cursor === undefined ? undefined : order[cursor.point]}
          onDrawn={(drawn) => {
            shown.current = drawn;
          }}
          onPoint={(line) => {
            const at = line === undefined ? -1 : order.indexOf(line);
            point(at < 0 ? undefined : { series: 0, point: at });
          }}
        />
      )}
    </ChartFrame>
  );
}

function Plot({
  axes,
  settingOf,
  brush,
  kept,
  shades,
  width,
  canvas,
  focused,
  onDrawn,
  onPoint,
  onOpen,
  onMove,
  onSet,
  onBrush,
}: ParallelChartProps & {
  readonly width: number;
  readonly canvas: { readonly current: HTMLCanvasElement | null };
  readonly focused: number | undefined;
  readonly onDrawn: (drawn: { box: ParallelBox; rows: readonly Float32Array[]; over: string }) => void;
  readonly onPoint: (line: number | undefined) => void;
}) {
  const [drag, setDrag] = useState<{ readonly key: string; readonly x: number }>();
  const count = kept.length;
  const settings = axes.map(({ key }) => settingOf(key));
  const stamp = axes.map(({ key }, a) => `${key}${settings[a]?.isLog}${settings[a]?.isFlipped}`).join(' ');
  const box = useMemo(() => boxOf(axes.length, width), [axes.length, width]);
  const scales = useMemo(
    () => axes.map((axis, a) => axisScale(axis, settings[a] ?? { isLog: false, isFlipped: false })),
    [axes, stamp],
  );
  const rows = useMemo(() => crossings(axes, scales, box, count), [scales, box, count]);
  const over = useMemo(() => axesSvg(axes, scales, box, brush), [scales, box, brush]);
  onDrawn({ box, rows, over });
  const shade = isPrinting.value ? 'light' : theme.value;
  useLayoutEffect(() => {
    if (canvas.current !== null) paint(canvas.current, box, rows, kept, shades, shade);
  }, [rows, box, kept, shades, shade]);
  const find = (event: MouseEvent): number | undefined => {
    const frame = (event.currentTarget as Element).getBoundingClientRect();
    return lineAt(rows, box, kept, event.clientX - frame.left, event.clientY - frame.top);
  };
  const nearestAxis = (x: number): number => {
    const distances = box.xs.map((at) => Math.abs(at - x));
    return distances.indexOf(Math.min(...distances));
  };
  const size = { width, height: box.height };
  return (
    <div
      class="layers parallel"
      style={{ height: `${box.height}px` }}
      onPointerMove={(event) => onPoint(find(event))}
      onClick={(event) => {
        const line = find(event);
        if (line !== undefined) onOpen(line);
      }}
    >
      <canvas ref={canvas} aria-hidden="true" style={{ width: `${width}px`, height: `${box.height}px` }} />
      <svg {...size} aria-hidden="true" dangerouslySetInnerHTML={{ __html: over }} />
      <svg {...size} aria-hidden="true" data-cursor="">
        {focused !== undefined && (
          <polyline
            class="focused-line"
            points={box.xs.map((x, a) => `${decimal(x)},${decimal(rows[a]?.[focused] ?? 0)}`).join(' ')}
          />
        )}
      </svg>
      {axes.map((axis, a) => (
        <AxisHandle
          key={axis.key}
          axis={axis}
          place={a}
          of={axes.length}
          x={drag?.key === axis.key ? drag.x : (box.xs[a] ?? 0)}
          box={box}
          scale={scales[a] as AxisScale}
          setting={settings[a] ?? { isLog: false, isFlipped: false }}
          onDrag={(x) => {
            setDrag({ key: axis.key, x });
          }}
          onDrop={(x) => {
            setDrag(undefined);
            onMove(axis.key, nearestAxis(x));
          }}
          onStep={(by) => onMove(axis.key, a + by)}
          onSet={(what) => onSet(axis.key, what)}
          onBrush={(range, how) => onBrush(axis.key, range, how)}
        />
      ))}
    </div>
  );
}

function axesSvg(
  axes: readonly ParallelAxis[],
  scales: readonly AxisScale[],
  box: ParallelBox,
  brush: Brush,
): string {
  const { top, bottom, xs } = box;
  const room = Math.max(30, (xs[1] ?? box.width) - (xs[0] ?? 0) - 12);
  return axes
    .map((axis, a) => {
      const scale = scales[a];
      if (scale === undefined) return '';
      const x = xs[a] ?? 0;
      const yOf = (value: number): number => bottom - scale.at(value) * (bottom - top);
      const range = brush.get(axis.key);
      const ticks = scale.ticks.map((tick) => {
        const text = fitted(axis.choices?.[tick] ?? axis.text(tick), room);
        return text_(x + 5, yOf(tick) + 4, text, 'start');
      });
      const ends = range === undefined ? [] : [yOf(clamp(range.low, scale)), yOf(clamp(range.high, scale))];
      const band =
        ends.length === 0
          ? ''
          : element('rect', {
              x: x - 7,
              width: 14,
              y: Math.min(...ends),
              height: Math.max(3, Math.abs((ends[0] ?? 0) - (ends[1] ?? 0))),
              fill: THEMED('gpu'),
              'fill-opacity': 0.3,
              stroke: THEMED('gpu'),
            });
      const isMissing = axis.values.includes(null);
      return (
        element('line', { x1: x, x2: x, y1: top, y2: bottom, stroke: THEMED('muted'), 'stroke-width': 1.5 }) +
        band +
        ticks.join('') +
        (isMissing ? text_(x + 5, box.missing + 4, 'none', 'start') : '')
      );
    })
    .join('');
}

function clamp(value: number, { low, high }: AxisScale): number {
  return Math.min(Math.max(value, low), high);
}

/** Text with a halo of the page's colour, for lines run below it. */
function text_(x: number, y: number, text: string, anchor: 'start' | 'middle'): string {
  return element(
    'text',
    {
      x,
      y,
      'text-anchor': anchor === 'start' ? undefined : anchor,
      fill: THEMED('ink'),
      stroke: THEMED('surface'),
      'stroke-width': 4,
      'stroke-linejoin': 'round',
      'paint-order': 'stroke',
    },
    escapeText(text),
  );
}

function paint(
  canvas: HTMLCanvasElement,
  box: ParallelBox,
  rows: readonly Float32Array[],
  kept: Uint8Array,
  shades: Int8Array,
  shade: 'light' | 'dark',
): void {
  const scale = Math.min(2, window.devicePixelRatio || 1);
  canvas.width = Math.round(box.width * scale);
  canvas.height = Math.round(box.height * scale);
  const ink = canvas.getContext('2d');
  if (ink === null) return;
  ink.setTransform(scale, 0, 0, scale, 0, 0);
  const colours = paintOf(shade);
  drawLines(ink, rows, box, kept, shades, {
    of: (step) =>
      step < 0
        ? colours('muted')
        : between(colours('surface'), colours('gpu'), 0.3 + (0.7 * step) / (SHADES - 1)),
    faint: colours('line'),
  });
}
