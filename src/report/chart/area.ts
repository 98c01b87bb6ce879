import { axisUnit } from './axis-unit.ts';
import { axes, drawing, type Plot, plotOf } from './frame.ts';
import { legend } from './legend.ts';
import { decimal, element } from './markup.ts';
import type { Role } from './palette.ts';
import { linearScale, type Scale } from './scale.ts';
import { type Canvas, fillOf, texturesOf } from './texture.ts';

/** Values over intervals of time that follow each other; NaN is not known and drawn as a gap. */
export interface AreaData {
  /** Beginning and end of each interval, s. */
  readonly spans: readonly (readonly [from: number, to: number])[];
  /** Stacked from the axis up, each with a value for every interval. */
  readonly series: readonly {
    readonly name: string;
    readonly role: Role;
    readonly values: readonly number[];
  }[];
  /** A part of the whole, drawn over it: its mean in each interval, and its smallest and largest value within. */
  readonly over?: {
    readonly name: string;
    readonly mean: readonly number[];
    readonly low: readonly number[];
    readonly high: readonly number[];
  };
  readonly dimension: 'power' | 'energy' | 'mass';
  readonly what: string;
}

/** An interval that begins later than this part of a span after the last one ended stands apart from it. */
const GAP = 0.5;

/** Stacked areas over time in steps, with a part of the whole drawn over them. */
export function area(
  data: AreaData,
  saying: { readonly title: string; readonly sentence: string },
  canvas: Canvas,
): string {
  const stacked = stack(data.series.map(({ values }) => values));
  const tops = stacked.at(-1) ?? [];
  const reach = Math.max(...[...tops, ...(data.over?.high ?? [])].filter(Number.isFinite), 0);
  const end = data.spans.at(-1)?.[1] ?? 1;
  const plot = plotOf(canvas.width, 300);
  const [time, unit] = [axisUnit('time', end), axisUnit(data.dimension, reach)];
  const x = linearScale(0, end / time.factor, plot.left, plot.right);
  const y = linearScale(0, (reach > 0 ? reach * 1.05 : 1) / unit.factor, plot.bottom, plot.top);
  const place: Place = {
    x: (seconds) => x.at(seconds / time.factor),
    y: (value) => y.at(value / unit.factor),
  };
  const areas = data.series.map(({ role }, i) => {
    const [below, above] = [i === 0 ? undefined : stacked[i - 1], stacked[i] ?? []];
    return element('path', {
      d: outline(data.spans, below, above, place, plot),
      fill: fillOf(role, canvas),
    });
  });
  const entries = data.series.map(({ name, role }) => ({ name, role }));
  const named = legend(
    data.over === undefined ? entries : [...entries, { name: data.over.name, role: 'idle', isLine: true }],
    plot.bottom + 46,
    canvas,
  );
  return drawing(
    canvas,
    plot.bottom + 46 + named.height,
    saying,
    texturesOf(
      data.series.map(({ role }) => role),
      canvas,
    ),
    axes(
      plot,
      { scale: x, title: `time, ${time.symbol}` },
      { scale: y, title: `${data.what}, ${unit.symbol}` },
      canvas,
    ),
    ...areas,
    ...(data.over === undefined ? [] : [overlay(data.spans, data.over, place, canvas)]),
    named.svg,
  );
}

interface Place {
  readonly x: Scale['at'];
  readonly y: Scale['at'];
}

type Spans = AreaData['spans'];

function stack(layers: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const sums: number[][] = [];
  for (const layer of layers) {
    const below = sums.at(-1);
    sums.push(layer.map((value, i) => value + (below?.[i] ?? 0)));
  }
  return sums;
}

/** Stretches of intervals that follow each other and whose values are known. */
function stretches(spans: Spans, isKnown: (i: number) => boolean): readonly (readonly number[])[] {
  const all: number[][] = [];
  let last: number | undefined;
  for (const [i, [from, to]] of spans.entries()) {
    if (!isKnown(i)) {
      last = undefined;
      continue;
    }
    const isNear = last !== undefined && from - (spans[last]?.[1] ?? from) <= (to - from) * GAP;
    if (isNear) all.at(-1)?.push(i);
    else all.push([i]);
    last = i;
  }
  return all;
}

/** The outline of an area in steps: forth along its upper edge, back along the lower. */
function outline(
  spans: Spans,
  below: readonly number[] | undefined,
  above: readonly number[],
  place: Place,
  plot: Plot,
): string {
  const isKnown = (i: number): boolean => Number.isFinite(above[i]) && Number.isFinite(below?.[i] ?? 0);
  return stretches(spans, isKnown)
    .map((stretch) => {
      const forth = stretch.map((i) => step(spans[i], place, place.y(above[i] ?? 0)));
      const back = stretch
        .toReversed()
        .map((i) =>
          step(reversed(spans[i]), place, below === undefined ? plot.bottom : place.y(below[i] ?? 0)),
        );
      return `M${[...forth, ...back].join('L')}Z`;
    })
    .join('');
}

function reversed(span: readonly [number, number] | undefined): readonly [number, number] {
  return [span?.[1] ?? 0, span?.[0] ?? 0];
}

function step(span: readonly [number, number] | undefined, place: Place, y: number): string {
  const [a, b] = [place.x(span?.[0] ?? 0), place.x(span?.[1] ?? 0)];
  return `${decimal(a)} ${decimal(y)}L${decimal(b)} ${decimal(y)}`;
}

/** The mean as a line in steps on a halo, least and largest as upright lines, one for each interval. */
function overlay(
  spans: Spans,
  { mean, low, high }: NonNullable<AreaData['over']>,
  place: Place,
  canvas: Canvas,
): string {
  const reaches = spans.flatMap(([from, to], i) => {
    const [a, b] = [low[i] ?? Number.NaN, high[i] ?? Number.NaN];
    if (!Number.isFinite(a) || !Number.isFinite(b) || a === b) return [];
    return [`M${decimal(place.x((from + to) / 2))} ${decimal(place.y(a))}V${decimal(place.y(b))}`];
  });
  const steps = stretches(spans, (i) => Number.isFinite(mean[i])).map(
    (stretch) => `M${stretch.map((i) => step(spans[i], place, place.y(mean[i] ?? 0))).join('L')}`,
  );
  const line = (d: string, tone: 'surface' | 'ink', width: number): string =>
    d === '' ? '' : element('path', { d, stroke: canvas.paint(tone), 'stroke-width': width, fill: 'none' });
  return (
    line(reaches.join(''), 'surface', 3) +
    line(reaches.join(''), 'ink', 1) +
    line(steps.join(''), 'surface', 4) +
    line(steps.join(''), 'ink', 1.6)
  );
}
