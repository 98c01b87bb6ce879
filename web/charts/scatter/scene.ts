import { type Plot, plotOf } from '../../../src/report/chart/frame.ts';
import { fittedScale, linearScale, logScale, type Scale } from '../../../src/report/chart/scale.ts';
import { HitGrid } from './hit-grid.ts';
import type { ViewBox } from './view-box.ts';

/** A point of a scatter chart. */
export interface ScatterPoint {
  readonly x: number;
  readonly y: number;
  /** Interval of x; null where it is not known. */
  readonly low: number | null;
  readonly high: number | null;
  /** Interval of y, where there is one. */
  readonly yLow?: number;
  readonly yHigh?: number;
  /** Into `GROUP_STYLES`. */
  readonly style: number;
  /** On the frontier: filled. */
  readonly isBest: boolean;
}

/** An axis of a scatter chart. */
export interface ScatterAxis {
  readonly title: string;
  readonly text?: (value: number) => string;
  /** Only of x. */
  readonly isLog?: boolean;
  readonly ticks?: (low: number, high: number, count: number) => readonly number[];
}

/** Where everything stands, px. */
export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly plot: Plot;
  readonly x: Scale;
  readonly y: Scale;
  readonly xs: Float32Array;
  readonly ys: Float32Array;
  readonly points: readonly ScatterPoint[];
  /** By the index of a point: 1 where it is within what is seen, and how many are. */
  readonly seen: Uint8Array;
  readonly seenCount: number;
  /** Only a part of the whole is seen: what lies outside is cut off. */
  readonly isZoomed: boolean;
  readonly radius: number;
  readonly grid: HitGrid;
}

/** From so many points on marks are small and translucent. */
const MANY = 1500;
const HEIGHT = 440;
const NARROW = 500;
/** Room on each side of a logarithmic axis, as a part of its span. */
const MARGIN = 0.05;

/** Whether there are so many points that marks are small and translucent. */
export function isCrowded(count: number): boolean {
  return count > MANY;
}

/** Places the points. @param box what is seen; undefined for the whole. */
export function sceneOf(
  points: readonly ScatterPoint[],
  axes: { readonly x: ScatterAxis; readonly y: ScatterAxis },
  width: number,
  box?: ViewBox,
): Scene {
  const height = width < NARROW ? Math.round(HEIGHT * 0.8) : HEIGHT;
  const plot = plotOf(width, height);
  const [x, y] =
    box === undefined
      ? [xScale(points, axes.x, plot), yScale(points, plot)]
      : [seenScale(box, axes.x, plot), linearScale(box.y.from, box.y.to, plot.bottom, plot.top)];
  const xs = Float32Array.from(points, (point) => x.at(point.x));
  const ys = Float32Array.from(points, (point) => y.at(point.y));
  const seen = Uint8Array.from(points, (_, i) => (isIn(plot, xs[i] ?? 0, ys[i] ?? 0) ? 1 : 0));
  const seenCount = seen.reduce((sum, one) => sum + one, 0);
  const found = (places: Float32Array): Float32Array =>
    seenCount === points.length ? places : places.map((place, i) => (seen[i] === 1 ? place : Number.NaN));
  return {
    width,
    height,
    plot,
    x,
    y,
    xs,
    ys,
    points,
    seen,
    seenCount,
    isZoomed: box !== undefined,
    radius: isCrowded(seenCount) ? 3 : 4.5,
    grid: new HitGrid(found(xs), found(ys), width, height),
  };
}

/** What is seen where nothing is zoomed. */
export function wholeBox(
  points: readonly ScatterPoint[],
  axes: { readonly x: ScatterAxis; readonly y: ScatterAxis },
): ViewBox {
  const plot = plotOf(HEIGHT, HEIGHT); // ends of the axes do not depend on their length
  const [x, y] = [xScale(points, axes.x, plot), yScale(points, plot)];
  return { x: { from: x.low, to: x.high }, y: { from: y.low, to: y.high } };
}

/** Half a pixel beyond the edge is rounding. */
function isIn({ left, right, top, bottom }: Plot, x: number, y: number): boolean {
  return x >= left - 0.5 && x <= right + 0.5 && y >= top - 0.5 && y <= bottom + 0.5;
}

function yScale(points: readonly ScatterPoint[], plot: Plot): Scale {
  const bounds = isCrowded(points.length) ? undefined : yBounds;
  return fittedScale(
    spanOf(points, ({ y }) => y, bounds),
    plot.bottom,
    plot.top,
  );
}

function seenScale({ x: { from, to } }: ViewBox, { isLog, ticks }: ScatterAxis, plot: Plot): Scale {
  if (isLog !== true || !(from > 0)) return linearScale(from, to, plot.left, plot.right);
  return withTicks(logScale(from, to, plot.left, plot.right), ticks);
}

function withTicks(scale: Scale, ticks: ScatterAxis['ticks']): Scale {
  return ticks === undefined ? scale : { ...scale, ticks: (count) => ticks(scale.low, scale.high, count) };
}

function yBounds({ yLow, yHigh }: ScatterPoint): readonly number[] {
  return yLow === undefined || yHigh === undefined ? [] : [yLow, yHigh];
}

/** Smallest and largest, by a loop: a call with ten thousand arguments may be too many for the stack. */
function spanOf(
  points: readonly ScatterPoint[],
  of: (point: ScatterPoint) => number,
  more?: (point: ScatterPoint) => readonly number[],
): readonly number[] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const point of points) {
    for (const value of [of(point), ...(more?.(point) ?? [])]) {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low > high ? [] : [low, high];
}

function xScale(points: readonly ScatterPoint[], axis: ScatterAxis, plot: Plot): Scale {
  const best = points.filter(({ isBest }) => isBest);
  const all = spanOf(points, ({ x }) => x);
  // The bands of the frontier are always drawn, so they have room; one without an upper end would make the rest a dot.
  const bands = spanOf(
    best,
    ({ x }) => x,
    ({ low, high }) =>
      [low, high].flatMap((end) => (end === null || !Number.isFinite(end) || end <= 0 ? [] : [end])),
  );
  const [low = 0, high = 1] = spanOfTwo(all, clipped(bands, all));
  if (axis.isLog !== true || !(low > 0)) {
    const fitted =
      all.length === 0
        ? linearScale(0, 1, plot.left, plot.right)
        : fittedScale([low, high], plot.left, plot.right);
    return fitted;
  }
  const room = Math.exp(Math.max(Math.log(high) - Math.log(low), 0.1) * MARGIN);
  const scale = logScale(
    Math.max(low / room, Number.MIN_VALUE),
    Math.min(high * room, Number.MAX_VALUE),
    plot.left,
    plot.right,
  );
  return withTicks(scale, axis.ticks);
}

/** Bands may widen the axis, but not to more than ten times the points on either side. */
function clipped(bands: readonly number[], all: readonly number[]): readonly number[] {
  const [low, high] = all;
  if (low === undefined || high === undefined) return [];
  return bands.map((end) => Math.min(Math.max(end, low / 10), high * 10));
}

function spanOfTwo(a: readonly number[], b: readonly number[]): readonly number[] {
  const values = [...a, ...b];
  return values.length === 0 ? [] : [Math.min(...values), Math.max(...values)];
}
