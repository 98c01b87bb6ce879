import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { element } from '../../../src/report/chart/markup.ts';
import { paintOf } from '../../../src/report/chart/palette.ts';
import { go } from '../../state/location.ts';
import { theme } from '../../state/theme.ts';
import { ChartFrame, type ChartFrameProps } from '../chart-frame.tsx';
import type { ChartPoint, ChartSeries, Cursor } from '../frame/chart-data.ts';
import type { Drawn } from '../frame/drawing-file.ts';
import { isPrinting } from '../frame/is-printing.ts';
import { type DraggedBox, listenToBoxGestures } from './box-gestures.ts';
import { drawPoints, type Faint, whiskersOf } from './draw-points.ts';
import { axesSvg, frontierSvg, MOST_SHAPES, pointsSvg, ringOf } from './scene-svg.ts';
import { type ScatterAxis, type ScatterPoint, type Scene, sceneOf, wholeBox } from './scene.ts';
import {
  boxByKey,
  boxText,
  inside,
  pannedBox,
  partOf,
  readBox,
  type ViewBox,
  zoomedBox,
} from './view-box.ts';
import { ZoomButtons } from './zoom-buttons.tsx';

/** What a scatter chart of quality against cost is given beside what every chart has. */
export interface ScatterChartProps
  extends Omit<ChartFrameProps, 'series' | 'draw' | 'children' | 'onKey' | 'keyHint'> {
  readonly points: readonly ScatterPoint[];
  readonly x: ScatterAxis;
  readonly y: ScatterAxis;
  /** What is said of a point. */
  readonly textOf: (index: number) => string;
  /** Where a point leads to. */
  readonly hrefOf: (index: number) => string | undefined;
  /** Of the points on the frontier, cheapest first. */
  readonly knee?: number;
  /** By the index of a point: 1 where it does not keep what is asked for. */
  readonly faint?: Faint;
  /** The point that is the answer to what is asked for. */
  readonly chosen?: number;
  /** What is seen, as `boxText` writes it; undefined for the whole. A drag makes no steps for Back. */
  readonly zoom: string | undefined;
  readonly onZoom: (zoom: string | undefined, how: 'commit' | 'adjust') => void;
}

/** What of the plot is seen, and how that is changed. */
interface Sight {
  readonly box: ViewBox | undefined;
  readonly whole: ViewBox;
  readonly isLog: boolean;
  readonly look: (box: ViewBox, how: 'commit' | 'adjust') => void;
}

/** Quality against cost: the arrow keys go along the frontier, down to all points by their cost. Thousands of points are drawn on a canvas. */
export function ScatterChart(props: ScatterChartProps) {
  const { points, textOf, hrefOf } = props;
  const shown = useRef<Scene | undefined>(undefined);
  const canvas = useRef<HTMLCanvasElement>(null);
  const whole = useMemo(() => wholeBox(points, props), [points, props.x.isLog]);
  const isLog = props.x.isLog === true && whole.x.from > 0;
  const box = useMemo(() => readBox(props.zoom, whole, isLog), [props.zoom, whole, isLog]);
  const look = (next: ViewBox, how: 'commit' | 'adjust'): void => {
    const seen = inside(next, whole);
    props.onZoom(seen === undefined ? undefined : boxText(seen), how);
  };
  // The keys go through what is seen; the table and the export have all.
  const [best, byCost] = useMemo(() => {
    const all = Array.from(points.keys())
      .filter((i) => box === undefined || isWithin(points[i], box))
      .sort((a, b) => (points[a]?.x ?? 0) - (points[b]?.x ?? 0));
    return [all.filter((i) => points[i]?.isBest === true), all];
  }, [points, box]);
  const placeOf = useMemo(() => {
    const places = new Int32Array(points.length);
    for (const [place, i] of byCost.entries()) places[i] = place;
    return places;
  }, [byCost]);
  const seriesOf = (name: string, indexes: readonly number[]): ChartSeries => ({
    name,
    count: indexes.length,
    point: (n): ChartPoint => {
      const i = indexes[n] ?? 0;
      const scene = shown.current;
      const href = hrefOf(i);
      return {
        text: textOf(i),
        ...(scene === undefined
          ? {}
          : { at: [(scene.xs[i] ?? 0) / scene.width, (scene.ys[i] ?? 0) / scene.height] as const }),
        ...(href === undefined ? {} : { href }),
      };
    },
  });
  const series = [seriesOf('the frontier', best), seriesOf('all', byCost)];
  const drawn = (): Drawn | undefined => {
    const scene = shown.current;
    if (scene === undefined) return undefined;
    const { width, height } = scene;
    const others =
      points.length <= MOST_SHAPES
        ? pointsSvg(scene, props.faint)
        : element('image', { href: pictureOf(scene, props.faint), width, height });
    return {
      svg: axesSvg(scene, props) + others + frontierSvg(scene, props.faint, props.knee),
      width,
      height,
    };
  };
  const onKey = (key: string, cursor: Cursor | undefined): boolean => {
    const scene = shown.current;
    const i = cursor === undefined ? undefined : (cursor.series === 0 ? best : byCost)[cursor.point];
    const about = scene === undefined || i === undefined ? MIDDLE : placeIn(scene, i);
    const next = boxByKey(key, box ?? whole, whole, about, isLog);
    if (next === undefined) return false;
    look(next, 'commit');
    return true;
  };
  const note =
    box === undefined ? (
      props.note
    ) : (
      <>
        {props.note} Zoomed in: {byCost.length} of {points.length} are seen; the table has all.
      </>
    );
  return (
    <ChartFrame
      {...props}
      series={series}
      draw={drawn}
      onKey={onKey}
      keyHint="up and down change between the frontier and all, Enter opens, + and - zoom, Shift and an arrow move, 0 shows all"
      {...(note === undefined ? {} : { note })}
      controls={
        <>
          {props.controls}
          <ZoomButtons box={box} whole={whole} isLog={isLog} set={(next) => look(next, 'commit')} />
        </>
      }
    >
      {({ width, cursor, point }) => (
        <Plot
          {...props}
          width={width}
          sight={{ box, whole, isLog, look }}
          canvas={canvas}
          onScene={(scene) => void (shown.current = scene)}
          focused={cursor === undefined ? undefined : (cursor.series === 0 ? best : byCost)[cursor.point]}
          onPoint={(index) => point(index === undefined ? undefined : cursorAt(placeOf, index))}
        />
      )}
    </ChartFrame>
  );
}

const MIDDLE = [0.5, 0.5] as const;

function isWithin(point: ScatterPoint | undefined, { x, y }: ViewBox): boolean {
  if (point === undefined) return false;
  return point.x >= x.from && point.x <= x.to && point.y >= y.from && point.y <= y.to;
}

/** Where a point stands in the plot, as parts from the left and from below. */
function placeIn({ xs, ys, plot }: Scene, i: number): readonly [x: number, y: number] {
  return partsOf(plot, xs[i] ?? 0, ys[i] ?? 0);
}

function partsOf(
  { left, right, top, bottom }: Scene['plot'],
  x: number,
  y: number,
): readonly [x: number, y: number] {
  const part = (at: number): number => Math.min(Math.max(at, 0), 1);
  return [part((x - left) / (right - left)), part((bottom - y) / (bottom - top))];
}

function cursorAt(placeOf: Int32Array, index: number): Cursor {
  return { series: 1, point: placeOf[index] ?? 0 };
}

function Plot({
  points,
  x,
  y,
  width,
  sight,
  knee,
  faint,
  chosen,
  focused,
  canvas,
  hrefOf,
  onScene,
  onPoint,
}: ScatterChartProps & {
  readonly width: number;
  readonly sight: Sight;
  readonly canvas: { readonly current: HTMLCanvasElement | null };
  readonly focused: number | undefined;
  readonly onScene: (scene: Scene) => void;
  readonly onPoint: (index: number | undefined) => void;
}) {
  const { box } = sight;
  const scene = useMemo(
    () => sceneOf(points, { x, y }, width, box),
    [points, x.title, x.isLog, y.title, width, box],
  );
  const [dragged, setDragged] = useState<DraggedBox>();
  const layers = useRef<HTMLDivElement>(null);
  const latest = useRef({ scene, sight });
  latest.current = { scene, sight };
  useLayoutEffect(() => {
    if (layers.current === null) return undefined;
    return listenToBoxGestures(layers.current, () => gesturesOf(latest.current, setDragged));
  }, []);
  onScene(scene);
  const under = useMemo(() => axesSvg(scene, { x, y }), [scene]);
  const over = useMemo(() => frontierSvg(scene, faint, knee), [scene, faint, knee]);
  const shade = isPrinting.value ? 'light' : theme.value;
  useLayoutEffect(() => {
    if (canvas.current !== null) paint(canvas.current, scene, faint, shade);
  }, [scene, faint, shade]);
  const at = (event: PointerEvent | MouseEvent): number | undefined => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    return timed('frontier-hover', () =>
      scene.grid.nearest(event.clientX - box.left, event.clientY - box.top),
    );
  };
  const size = { width: scene.width, height: scene.height };
  return (
    <div
      class="layers zooms"
      ref={layers}
      style={{ height: `${scene.height}px` }}
      onPointerMove={(event) => onPoint(dragged === undefined ? at(event) : undefined)}
      onDblClick={(event) => {
        if (at(event) === undefined) sight.look(sight.whole, 'commit');
      }}
      onClick={(event) => {
        const found = at(event);
        const href = found === undefined ? undefined : hrefOf(found);
        if (href !== undefined) go(href);
      }}
    >
      <svg {...size} aria-hidden="true" dangerouslySetInnerHTML={{ __html: under }} />
      <canvas
        ref={canvas}
        aria-hidden="true"
        style={{ width: `${size.width}px`, height: `${size.height}px` }}
      />
      <svg {...size} aria-hidden="true" dangerouslySetInnerHTML={{ __html: over }} />
      <svg {...size} aria-hidden="true" data-cursor="">
        {chosen !== undefined && scene.seen[chosen] === 1 && <Ring scene={scene} index={chosen} isChosen />}
        {focused !== undefined && scene.seen[focused] === 1 && <Ring scene={scene} index={focused} />}
        {dragged !== undefined && (
          <rect
            class="dragged"
            x={dragged.x[0]}
            y={dragged.y[0]}
            width={dragged.x[1] - dragged.x[0]}
            height={dragged.y[1] - dragged.y[0]}
          />
        )}
      </svg>
    </div>
  );
}

/** What the pointer does, in the terms of what is seen now. */
function gesturesOf(
  { scene: { plot }, sight: { box, whole, isLog, look } }: { readonly scene: Scene; readonly sight: Sight },
  onBox: (box: DraggedBox | undefined) => void,
) {
  const now = box ?? whole;
  const [width, height] = [plot.right - plot.left, plot.bottom - plot.top];
  const to = (next: ViewBox, how: 'commit' | 'adjust'): boolean => {
    const seen = inside(next, whole);
    if ((seen === undefined ? undefined : boxText(seen)) === (box === undefined ? undefined : boxText(box)))
      return false;
    look(next, how);
    return true;
  };
  return {
    zoom: (factor: number, x: number, y: number) =>
      to(zoomedBox(now, whole, factor, partsOf(plot, x, y), isLog), 'adjust'),
    pan: (dx: number, dy: number) => to(pannedBox(now, whole, [dx / width, -dy / height], isLog), 'adjust'),
    onBox,
    select: ({ x, y }: DraggedBox) => {
      const [from, end] = [partsOf(plot, x[0], y[1]), partsOf(plot, x[1], y[0])];
      // A line is no box.
      if (end[0] - from[0] < 0.01 || end[1] - from[1] < 0.01) return;
      to(partOf(now, [from[0], end[0]], [from[1], end[1]], isLog), 'commit');
    },
  };
}

function Ring({
  scene,
  index,
  isChosen,
}: {
  readonly scene: Scene;
  readonly index: number;
  readonly isChosen?: true;
}) {
  const { x, y, r } = ringOf(scene, index);
  return (
    <g class={isChosen === true ? 'ring chosen' : 'ring'}>
      {whiskersOf(scene, index).map(([x1, y1, x2, y2], n) => (
        <line key={n} x1={x1} y1={y1} x2={x2} y2={y2} />
      ))}
      <circle cx={x} cy={y} r={isChosen === true ? r + 2 : r} />
    </g>
  );
}

/** Tells whoever measures the page how long something took. */
function timed<T>(name: string, action: () => T): T {
  const start = performance.now();
  const made = action();
  performance.measure(name, { start });
  return made;
}

/** Pixels of the screen for one of the page; more than two are not seen. */
function ratio(): number {
  return Math.min(2, window.devicePixelRatio || 1);
}

function paint(canvas: HTMLCanvasElement, scene: Scene, faint: Faint, shade: 'light' | 'dark'): void {
  const scale = ratio();
  canvas.width = Math.round(scene.width * scale);
  canvas.height = Math.round(scene.height * scale);
  const ink = canvas.getContext('2d');
  if (ink === null) return;
  ink.setTransform(scale, 0, 0, scale, 0, 0);
  timed('frontier-draw', () => drawPoints(ink, scene, faint, paintOf(shade)));
}

/** The points as a picture: an exported drawing of more shapes would open in no program. */
function pictureOf(scene: Scene, faint: Faint): string {
  const canvas = document.createElement('canvas');
  paint(canvas, scene, faint, 'light');
  return canvas.toDataURL();
}
