import { axes, drawing, fitted, label, plotOf, widthOf } from './frame.ts';
import { decimal, element } from './markup.ts';
import type { Role } from './palette.ts';
import { fittedScale, linearScale } from './scale.ts';
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

/** Lines with their names at their ends; there is room for six. */
export function lines(
  data: LineData,
  saying: { readonly title: string; readonly sentence: string },
  canvas: Canvas,
): string {
  const points = data.lines.flatMap((line) => line.points);
  const longest = Math.max(...data.lines.map(({ name }) => widthOf(name)), 0);
  const base = plotOf(canvas.width, 300);
  const room = Math.min(longest + 10, canvas.width * 0.32);
  const plot = { ...base, right: base.right - (data.lines.length > 1 ? room : 0) };
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const x = linearScale(0, Math.max(...xs, 0) || 1, plot.left, plot.right);
  const y =
    data.isStepped === true
      ? linearScale(0, (Math.max(...ys, 0) || 1) * 1.05, plot.bottom, plot.top)
      : fittedScale(ys, plot.bottom, plot.top);
  const ends = labelPlaces(
    data.lines.map((line) => y.at(line.points.at(-1)?.[1] ?? 0)),
    plot.top + 8,
  );
  const drawn = data.lines.map((line, i) => {
    const at = line.points.map(([a, b]) => [x.at(a), y.at(b)] as const);
    const path = at.map(([a, b], k) =>
      k === 0
        ? `M${decimal(a)} ${decimal(b)}`
        : data.isStepped === true
          ? `H${decimal(a)}V${decimal(b)}`
          : `L${decimal(a)} ${decimal(b)}`,
    );
    const last = at.at(-1);
    const name =
      data.lines.length > 1 && last !== undefined
        ? label(fitted(line.name, room - 8), plot.right + 6, (ends[i] ?? last[1]) + 4, canvas)
        : '';
    return (
      element('path', {
        d: path.join(''),
        stroke: canvas.paint(line.role),
        'stroke-width': 2,
        'stroke-linejoin': 'round',
        'stroke-dasharray': DASHES[i % DASHES.length],
        fill: 'none',
      }) +
      (last === undefined
        ? ''
        : element('circle', { cx: last[0], cy: last[1], r: 3.5, fill: canvas.paint(line.role) })) +
      name
    );
  });
  const frame = axes(plot, { scale: x, title: data.x }, { scale: y, title: data.y }, canvas);
  return drawing(canvas, 300, saying, frame, ...drawn);
}

const LINE_HEIGHT = 15;

/** Moves names at the ends of lines apart, top down. */
function labelPlaces(wanted: readonly number[], top: number): readonly number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const places = [...wanted];
  let free = top;
  for (const i of order) {
    places[i] = Math.max(wanted[i] ?? 0, free);
    free = (places[i] ?? 0) + LINE_HEIGHT;
  }
  return places;
}
