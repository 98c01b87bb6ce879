import { axes, drawing, label, plotOf, widthOf } from './frame.ts';
import { legend } from './legend.ts';
import { decimal, element } from './markup.ts';
import { fittedScale, type Scale } from './scale.ts';
import type { Canvas } from './texture.ts';

/** A point with the intervals of both of its values. */
export interface ScatterPoint {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly xRange?: readonly [low: number, high: number];
  readonly yRange?: readonly [low: number, high: number];
  /** No other point is better in both. */
  readonly isOnFrontier: boolean;
}

export interface ScatterData {
  readonly points: readonly ScatterPoint[];
  /** Titles with units; values are in these units. */
  readonly x: string;
  readonly y: string;
}

const MOST_NAMES = 8;

/** Quality against cost: filled points on the frontier with a step line through them, all others hollow; whiskers are intervals. */
export function scatter(
  data: ScatterData,
  saying: { readonly title: string; readonly sentence: string },
  canvas: Canvas,
): string {
  const plot = plotOf(canvas.width, 340);
  const { points } = data;
  const x = fittedScale(
    points.flatMap((point) => [point.x, ...(point.xRange ?? [])]),
    plot.left,
    plot.right,
    { mayLog: true },
  );
  const y = fittedScale(
    points.flatMap((point) => [point.y, ...(point.yRange ?? [])]),
    plot.bottom,
    plot.top,
  );
  const best = points.filter(({ isOnFrontier }) => isOnFrontier).sort((a, b) => a.x - b.x);
  const named = legend(
    [
      { name: 'on the frontier', role: 'gpu', isLine: true },
      ...(best.length < points.length
        ? [{ name: 'another is better in both', role: 'idle' as const, isLine: true }]
        : []),
    ],
    plot.bottom + 46,
    canvas,
  );
  const title = `${data.x}${x.isLog ? ' (logarithmic)' : ''}`;
  return drawing(
    canvas,
    plot.bottom + 46 + named.height,
    saying,
    axes(plot, { scale: x, title }, { scale: y, title: data.y }, canvas),
    steps(best, x, y, canvas),
    ...points.map((point) => whiskers(point, x, y, canvas)),
    ...points.map((point) => mark(point, x, y, canvas)),
    names(best.slice(0, MOST_NAMES), x, y, canvas),
    named.svg,
  );
}

function steps(best: readonly ScatterPoint[], x: Scale, y: Scale, canvas: Canvas): string {
  if (best.length < 2) return '';
  const d = best.map((point, i) => {
    const [a, b] = [decimal(x.at(point.x)), decimal(y.at(point.y))];
    return i === 0 ? `M${a} ${b}` : `H${a}V${b}`;
  });
  return element('path', { d: d.join(''), stroke: canvas.paint('gpu'), 'stroke-width': 2, fill: 'none' });
}

function whiskers(
  { x: at, y: value, xRange, yRange, isOnFrontier }: ScatterPoint,
  x: Scale,
  y: Scale,
  canvas: Canvas,
): string {
  const stroke = canvas.paint(isOnFrontier ? 'gpu' : 'idle');
  const line = (d: string): string =>
    element('path', { d, stroke, 'stroke-width': 1, 'stroke-opacity': 0.55, fill: 'none' });
  const across =
    xRange === undefined
      ? ''
      : line(`M${decimal(x.at(xRange[0]))} ${decimal(y.at(value))}H${decimal(x.at(xRange[1]))}`);
  const up =
    yRange === undefined
      ? ''
      : line(`M${decimal(x.at(at))} ${decimal(y.at(yRange[0]))}V${decimal(y.at(yRange[1]))}`);
  return across + up;
}

function mark(point: ScatterPoint, x: Scale, y: Scale, canvas: Canvas): string {
  const role = canvas.paint(point.isOnFrontier ? 'gpu' : 'idle');
  return element('circle', {
    cx: x.at(point.x),
    cy: y.at(point.y),
    r: point.isOnFrontier ? 5 : 4,
    fill: point.isOnFrontier ? role : canvas.paint('surface'),
    stroke: role,
    'stroke-width': 1.5,
  });
}

/** Names beside points, left out where they would lie on one that is there already. */
function names(best: readonly ScatterPoint[], x: Scale, y: Scale, canvas: Canvas): string {
  const taken: (readonly [left: number, top: number, right: number, bottom: number])[] = [];
  return best
    .map((point) => {
      const width = widthOf(point.name);
      const [a, b] = [x.at(point.x), y.at(point.y)];
      const isLeft = a + 10 + width > canvas.width;
      if (isLeft && a - 10 - width < 0) return '';
      const box = [
        isLeft ? a - 10 - width : a + 10,
        b + 4,
        isLeft ? a - 10 : a + 10 + width,
        b + 20,
      ] as const;
      if (taken.some((other) => overlaps(other, box))) return '';
      taken.push(box);
      return label(point.name, isLeft ? a - 10 : a + 10, b + 16, canvas, {
        anchor: isLeft ? 'end' : 'start',
      });
    })
    .join('');
}

type Box = readonly [left: number, top: number, right: number, bottom: number];

function overlaps(a: Box, b: Box): boolean {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}
