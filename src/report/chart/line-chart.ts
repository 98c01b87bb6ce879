import { axes, drawing, fitted, plotOf } from './frame.ts';
import { legend } from './legend.ts';
import { decimal, element } from './markup.ts';
import type { Role } from './palette.ts';
import { fittedScale, linearScale, type Scale } from './scale.ts';
import type { Canvas } from './texture.ts';

/** Lines through points. */
export interface LineData {
  readonly lines: readonly {
    readonly name: string;
    readonly role: Role;
    readonly points: readonly (readonly [x: number, y: number])[];
  }[];
  /** Titles with their units; the values are in these units already. */
  readonly x: string;
  readonly y: string;
  /** In steps, as what only grows at certain moments does; from zero. */
  readonly isStepped?: boolean;
}

/** How lines are broken, so that colour is not the only cue. */
const DASHES = [undefined, '7 3', '2 3', '9 3 2 3', '5 5', '1 5'];

/** Lines, named below; there is room for six. */
export function lineChart(
  data: LineData,
  saying: { readonly title: string; readonly sentence: string },
  canvas: Canvas,
): string {
  const points = data.lines.flatMap((line) => line.points);
  const plot = plotOf(canvas.width, 300);
  const xs = points.map(([x]) => x).filter(Number.isFinite);
  const ys = points.map(([, y]) => y).filter(Number.isFinite);
  const x = linearScale(0, Math.max(...xs, 0) || 1, plot.left, plot.right);
  const y =
    data.isStepped === true
      ? linearScale(0, (Math.max(...ys, 0) || 1) * 1.05, plot.bottom, plot.top)
      : fittedScale(ys, plot.bottom, plot.top);
  const place: Place = { x: x.at, y: y.at };
  const drawn = data.lines.map((line, i) => lineOf(line, dashOf(i), data.isStepped === true, place, canvas));
  const frame = axes(plot, { scale: x, title: data.x }, { scale: y, title: data.y }, canvas);
  const named = legend(
    data.lines.length < 2
      ? []
      : data.lines.map(({ name, role }, i) => {
          const dash = dashOf(i);
          const short = fitted(name, canvas.width - SWATCH);
          return { name: short, role, isLine: true, ...(dash === undefined ? {} : { dash }) };
        }),
    plot.bottom + 46,
    canvas,
  );
  return drawing(canvas, plot.bottom + 46 + named.height, saying, frame, ...drawn, named.svg);
}

/** Room for the sample of a line before its name. */
const SWATCH = 36;

interface Place {
  readonly x: Scale['at'];
  readonly y: Scale['at'];
}

function dashOf(i: number): string | undefined {
  return DASHES[i % DASHES.length];
}

function lineOf(
  { points, role }: LineData['lines'][number],
  dash: string | undefined,
  isStepped: boolean,
  place: Place,
  canvas: Canvas,
): string {
  const at = points
    .filter(([a, b]) => Number.isFinite(a) && Number.isFinite(b))
    .map(([a, b]) => [decimal(place.x(a)), decimal(place.y(b))] as const);
  const path = at.map(([a, b], k) => (k === 0 ? `M${a} ${b}` : isStepped ? `H${a}V${b}` : `L${a} ${b}`));
  const [end] = at.slice(-1);
  if (end === undefined) return '';
  return (
    element('path', {
      d: path.join(''),
      stroke: canvas.paint(role),
      'stroke-width': 2,
      'stroke-linejoin': 'round',
      'stroke-dasharray': dash,
      fill: 'none',
    }) + element('circle', { cx: end[0], cy: end[1], r: 3.5, fill: canvas.paint(role) })
  );
}
