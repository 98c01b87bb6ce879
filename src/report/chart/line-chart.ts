import { axes, drawing, fitted, type Plot, plotOf } from './frame.ts';
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
    /** Within which the line may lie. */
    readonly band?: readonly (readonly [x: number, low: number, high: number])[];
  }[];
  /** Titles with their units; the values are in these units already. */
  readonly x: string;
  readonly y: string;
  /** In steps, as what only grows at certain moments does; from zero. */
  readonly isStepped?: boolean;
  /** The y axis begins at zero. */
  readonly fromZero?: boolean;
}

/** How lines are broken, so that colour is not the only cue. */
const DASHES = [undefined, '7 3', '2 3', '9 3 2 3', '5 5', '1 5'];

/** Lines, named below; there is room for six. */
export function lineChart(
  data: LineData,
  saying: { readonly title: string; readonly sentence: string },
  canvas: Canvas,
): string {
  const { x, y, plot } = linePlaces(data, canvas.width);
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
  const bands = data.lines.map((line) => bandOf(line, place, canvas));
  return drawing(canvas, plot.bottom + 46 + named.height, saying, frame, ...bands, ...drawn, named.svg);
}

/** Where the points of a line chart stand, px. */
export function linePlaces(
  data: Pick<LineData, 'lines' | 'isStepped' | 'fromZero'>,
  width: number,
): { readonly x: Scale; readonly y: Scale; readonly plot: Plot } {
  const plot = plotOf(width, HEIGHT);
  let [mostX, mostY] = [0, 0];
  const ys: number[] = [];
  for (const { points, band = [] } of data.lines) {
    ys.push(...band.flatMap(([, low, high]) => [low, high]).filter(Number.isFinite));
    for (const [x, y] of points) {
      if (Number.isFinite(x)) mostX = Math.max(mostX, x);
      if (!Number.isFinite(y)) continue;
      mostY = Math.max(mostY, y);
      ys.push(y);
    }
  }
  const isFromZero = data.isStepped === true || data.fromZero === true;
  return {
    plot,
    x: linearScale(0, mostX || 1, plot.left, plot.right),
    y: isFromZero
      ? linearScale(0, (mostY || 1) * 1.05, plot.bottom, plot.top)
      : fittedScale(ys, plot.bottom, plot.top),
  };
}

const HEIGHT = 300;

/** Room for the sample of a line before its name. */
const SWATCH = 36;

interface Place {
  readonly x: Scale['at'];
  readonly y: Scale['at'];
}

/** Where colours come again the dash is another. */
function dashOf(i: number): string | undefined {
  return DASHES[(i + Math.floor(i / DASHES.length)) % DASHES.length];
}

function bandOf({ band = [], role }: LineData['lines'][number], place: Place, canvas: Canvas): string {
  if (band.length === 0) return '';
  const upper = band.map(([x, , high]) => `${decimal(place.x(x))} ${decimal(place.y(high))}`);
  const lower = band.map(([x, low]) => `${decimal(place.x(x))} ${decimal(place.y(low))}`).reverse();
  const d = `M${[...upper, ...lower].join('L')}Z`;
  return element('path', { d, fill: canvas.paint(role), 'fill-opacity': 0.18, stroke: 'none' });
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
