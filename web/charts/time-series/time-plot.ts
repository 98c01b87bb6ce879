import uPlot from 'uplot';
import { type AxisUnit, axisUnit } from '../../../src/report/chart/axis-unit.ts';
import type { Role, Tone } from '../../../src/report/chart/palette.ts';
import { tickText } from '../../../src/report/chart/ticks.ts';
import { cssColour } from './css-colour.ts';
import { listenToGestures, type Gestures } from './gestures.ts';
import type { Range } from './range.ts';
import { TIME_STEPS, timeTick } from './time-ticks.ts';

/** One line: means, and where they are known the least and greatest values around them. */
export interface TimeLine {
  readonly name: string;
  readonly colour: Role | Tone;
  readonly dash?: readonly number[];
  readonly width?: number;
  readonly mean: readonly (number | null)[];
  readonly min?: readonly (number | null)[];
  readonly max?: readonly (number | null)[];
}

/** A stretch of the background. */
export interface TimeSpan {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly depth: number;
}

/** What is drawn. */
export interface TimeView {
  /** Places of the points, rising: times in s unless the axis counts; a gap stands in them as a point at which all lines are null. */
  readonly x: readonly number[];
  readonly lines: readonly TimeLine[];
  readonly spans: readonly TimeSpan[];
  readonly range: Range;
  /** The x axis counts steps or epochs; else it is time. */
  readonly isCount?: boolean;
  /** What the y axis is in: values are in W or J; any other has a unit of its own. */
  readonly dimension: 'power' | 'energy' | AxisUnit;
  /** The y axis need not begin at zero. */
  readonly isFitted?: boolean;
}

/** The unit of the y axis of a view. */
export function unitOf({ dimension, lines }: Pick<TimeView, 'dimension' | 'lines'>): AxisUnit {
  return typeof dimension === 'string' ? axisUnit(dimension, mostOf(lines)) : dimension;
}

/** What a plot tells. */
export interface TimePlotEvents extends Gestures {
  readonly onSelect: (range: Range) => void;
  /** A point is pointed at; undefined where none is. */
  readonly onPoint: (index: number | undefined) => void;
  readonly onDrawn: () => void;
}

/** uPlot tells the plots of its group where it was moved by a third argument, which its types leave out. */
type Published = uPlot & {
  readonly setCursor: (place: { left: number; top: number }, isTold: boolean, isPublished: boolean) => void;
};

/** Room around the plot, px. */
const LEFT = 64;
const RIGHT = 12;
const TOP = 20;
const BOTTOM = 34;
const BAND_OPACITY = 0.22;
const FONT = '12px system-ui, sans-serif';
const MOST_LABELS = 60;

/** A plot over time on a canvas. Data are set as often as they change; the plot is made anew only where its lines are others. */
export class TimePlot {
  readonly #box: HTMLElement;
  readonly #events: TimePlotEvents;
  readonly #sync: string;
  #size: { readonly width: number; readonly height: number };
  #plot: uPlot | undefined;
  #view: TimeView | undefined;
  #shape = '';
  #unit: AxisUnit = { symbol: '', factor: 1 };
  #end: () => void = () => undefined;

  constructor(
    box: HTMLElement,
    size: { readonly width: number; readonly height: number },
    sync: string,
    events: TimePlotEvents,
  ) {
    this.#box = box;
    this.#size = size;
    this.#sync = sync;
    this.#events = events;
  }

  show(view: TimeView, theme: string): void {
    this.#view = view;
    const shape = `${theme} ${view.isCount} ${view.isFitted} ${view.lines.map(({ name, min }) => `${name}${min === undefined ? '' : '*'}`).join('|')}`;
    this.#unit = unitOf(view);
    const data = dataOf(view, this.#unit.factor);
    if (this.#plot === undefined || shape !== this.#shape) {
      this.#end();
      this.#plot?.destroy();
      this.#shape = shape;
      this.#plot = new uPlot(this.#options(view), data, this.#box);
      this.#end = listenToGestures(this.#plot.over, this.#events);
    } else this.#plot.setData(data, false);
    this.look(view.range);
  }

  /** Shows another stretch of the data that are there. */
  look({ from, to }: Range): void {
    this.#plot?.setScale('x', { min: from, max: to });
  }

  resize(size: { readonly width: number; readonly height: number }): void {
    this.#size = size;
    this.#plot?.setSize(size);
  }

  /** Stands on a point, as the pointer does; where that is done by key, the other plots stand there too. */
  stand(index: number | undefined): void {
    const plot = this.#plot;
    if (plot === undefined) return;
    const x = index === undefined ? undefined : this.#view?.x[index];
    const left = x === undefined ? -10 : plot.valToPos(x, 'x');
    const isByKey = this.#box.parentElement === document.activeElement && !plot.over.matches(':hover');
    if (Math.abs((plot.cursor.left ?? -10) - left) > 0.5)
      (plot as Published).setCursor({ left, top: left < 0 ? -10 : plot.height / 3 }, false, isByKey);
  }

  destroy(): void {
    this.#end();
    this.#plot?.destroy();
    this.#plot = undefined;
  }

  #options(view: TimeView): uPlot.Options {
    const [ink, line] = [cssColour('muted'), cssColour('line')];
    const axis = {
      stroke: ink,
      font: FONT,
      grid: { stroke: line, width: 1 },
      ticks: { stroke: line, width: 1 },
    };
    const { series, bands } = seriesOf(view.lines);
    return {
      ...this.#size,
      padding: [TOP, RIGHT, 0, 0],
      legend: { show: false },
      cursor: {
        sync: { key: this.#sync, setSeries: false },
        drag: { x: true, y: false, setScale: false },
        points: { show: false },
        y: false,
      },
      scales: {
        x: { time: false },
        y: { range: (_, low, high) => (view.isFitted === true ? fitted : reach)(low, high) },
      },
      axes: [
        {
          ...axis,
          size: BOTTOM,
          ...(view.isCount === true ? {} : { incrs: TIME_STEPS }),
          space: 70,
          values: (_, splits) =>
            splits.map((tick) =>
              view.isCount === true ? (tick < 0 ? '' : tickText(tick)) : timeTick(tick, stepOf(splits)),
            ),
        },
        {
          ...axis,
          size: LEFT,
          values: (_, splits) =>
            splits.map((tick, i) =>
              i === splits.length - 1 ? `${tickText(tick)} ${this.#unit.symbol}` : tickText(tick),
            ),
        },
      ],
      series,
      bands,
      hooks: {
        drawClear: [(plot) => drawSpans(plot, this.#view?.spans ?? [])],
        draw: [() => this.#events.onDrawn()],
        setCursor: [
          ({ cursor: { idx, left = -1 } }) => this.#events.onPoint(left < 0 ? undefined : (idx ?? undefined)),
        ],
        setSelect: [
          (plot) => {
            const { left, width } = plot.select;
            if (width < 3) return;
            this.#events.onSelect({ from: plot.posToVal(left, 'x'), to: plot.posToVal(left + width, 'x') });
            plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          },
        ],
      },
    };
  }
}

/** Where a point lies in the box, as parts of its width and height. */
export function placeIn(
  { range }: Pick<TimeView, 'range'>,
  x: number,
  size: { readonly width: number; readonly height: number },
): readonly [x: number, y: number] {
  const part = (x - range.from) / (range.to - range.from);
  return [(LEFT + part * (size.width - LEFT - RIGHT)) / size.width, TOP / size.height];
}

function stepOf([a = 0, b = 1]: readonly number[]): number {
  return Math.abs(b - a) || 1;
}

/** From zero, with some room above. */
function reach(low: number | null, high: number | null): [number, number] {
  return [Math.min(0, low ?? 0), (high ?? 0) > 0 ? (high ?? 0) * 1.08 : 1];
}

/** From the least to the greatest, with some room. */
function fitted(low: number | null, high: number | null): [number, number] {
  const [a, b] = [low ?? 0, high ?? 1];
  const room = (b - a) * 0.08 || Math.abs(a) * 0.1 || 1;
  return [a - room, b + room];
}

/** In the unit of the axis, whose ticks are then round. */
function dataOf({ x, lines }: TimeView, factor: number): uPlot.AlignedData {
  const scaled = (column: readonly (number | null)[]): (number | null)[] =>
    column.map((value) => (value === null ? null : value / factor));
  const columns = lines.flatMap(({ mean, min, max }) =>
    min === undefined || max === undefined ? [scaled(mean)] : [scaled(max), scaled(min), scaled(mean)],
  );
  return [x, ...columns] as uPlot.AlignedData;
}

function mostOf(lines: readonly TimeLine[]): number {
  let most = 0;
  for (const { mean, max } of lines)
    for (const value of max ?? mean) if (value !== null && value > most) most = value;
  return most;
}

function seriesOf(lines: readonly TimeLine[]): { series: uPlot.Series[]; bands: uPlot.Band[] } {
  const series: uPlot.Series[] = [{}];
  const bands: uPlot.Band[] = [];
  for (const { name, colour, dash, width = 1.5, min, max } of lines) {
    const stroke = cssColour(colour);
    if (min !== undefined && max !== undefined) {
      const edge = { stroke: 'transparent', width: 0, points: { show: false } };
      series.push({ ...edge, label: `${name}, greatest` }, { ...edge, label: `${name}, least` });
      bands.push({ series: [series.length - 2, series.length - 1], fill: faint(stroke) });
    }
    series.push({
      label: name,
      stroke,
      width,
      points: { show: false },
      ...(dash === undefined ? {} : { dash: [...dash] }),
    });
  }
  return { series, bands };
}

function faint(hex: string): string {
  return `${hex}${Math.round(BAND_OPACITY * 255)
    .toString(16)
    .padStart(2, '0')}`;
}

/** Stages as stretches of the background, named where there is room. */
function drawSpans(plot: uPlot, spans: readonly TimeSpan[]): void {
  const { ctx, bbox } = plot;
  const { min = 0, max = 1 } = plot.scales['x'] ?? {};
  const seen = spans.filter(({ from, to }) => to > (min ?? 0) && from < (max ?? 1));
  if (seen.length === 0) return;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.font = `${11 * ratio}px system-ui, sans-serif`;
  ctx.textBaseline = 'top';
  ctx.textAlign = 'left';
  const names = [...new Set(spans.map(({ name }) => name))];
  for (const { name, from, to, depth } of seen) {
    const left = Math.max(bbox.left, plot.valToPos(from, 'x', true));
    const right = Math.min(bbox.left + bbox.width, plot.valToPos(to, 'x', true));
    if (right - left < 0.5) continue;
    ctx.fillStyle = cssColour(names.indexOf(name) % 2 === 0 ? 'raised' : 'line');
    ctx.globalAlpha = 0.4;
    if (depth === 0) ctx.fillRect(left, bbox.top, right - left, bbox.height);
    ctx.globalAlpha = 1;
    ctx.fillStyle = cssColour('line');
    ctx.fillRect(left, bbox.top - 16 * ratio, ratio, bbox.height + 16 * ratio);
    if (depth > 0 || seen.length > MOST_LABELS) continue;
    ctx.fillStyle = cssColour('muted');
    const text = cut(ctx, name, right - left - 8 * ratio);
    if (text !== '') ctx.fillText(text, left + 4 * ratio, bbox.top - 15 * ratio);
  }
  ctx.restore();
}

function cut(ctx: CanvasRenderingContext2D, name: string, room: number): string {
  if (ctx.measureText(name.slice(0, 200)).width <= room) return name.slice(0, 200);
  for (let length = Math.min(name.length - 1, 40); length > 0; length--) {
    const text = `${name.slice(0, length)}…`;
    if (ctx.measureText(text).width <= room) return text;
  }
  return '';
}
