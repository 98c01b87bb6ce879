import { axisUnit } from '../../../src/report/chart/axis-unit.ts';
import { axes, drawing, label, plotOf, widthOf } from '../../../src/report/chart/frame.ts';
import { legend } from '../../../src/report/chart/legend.ts';
import { element } from '../../../src/report/chart/markup.ts';
import type { Role } from '../../../src/report/chart/palette.ts';
import { linearScale } from '../../../src/report/chart/scale.ts';
import type { Spots } from '../../charts/spots/spot.ts';
import { type Canvas, fillOf, texturesOf } from '../../../src/report/chart/texture.ts';

/** A layer of the stack, with a value for every day. */
export interface DayLayer {
  readonly name: string;
  readonly role: Role;
  readonly values: readonly number[];
}

const HEIGHT = 260;
/** Days stand closer than this without a gap, px. */
const GAP_FROM = 6;
const [LABEL_ROW, LEGEND_ROW] = [18, 34];

/** Stacked columns, one for each day. What begins and ends on a day is no curve, so that no line is drawn between them. */
export function daysDrawing(
  days: readonly string[],
  layers: readonly DayLayer[],
  axis: {
    readonly dimension: 'energy' | 'mass' | undefined;
    readonly what: string;
    readonly symbol?: string;
  },
  saying: { readonly title: string; readonly sentence: string },
  canvas: Canvas,
): string {
  const plot = plotOf(canvas.width, HEIGHT);
  const totals = days.map((_, n) => layers.reduce((sum, { values }) => sum + (values[n] ?? 0), 0));
  const most = Math.max(0, ...totals);
  const unit =
    axis.dimension === undefined ? { symbol: axis.symbol ?? '', factor: 1 } : axisUnit(axis.dimension, most);
  const y = linearScale(0, (most > 0 ? most * 1.05 : 1) / unit.factor, plot.bottom, plot.top);
  const step = (plot.right - plot.left) / Math.max(1, days.length);
  const gap = step >= GAP_FROM ? Math.min(4, step * 0.2) : 0;
  const columns = days.map((_, n) => {
    let below = 0;
    return layers
      .map(({ role, values }) => {
        const value = values[n] ?? 0;
        if (!(value > 0)) return '';
        const [from, to] = [y.at(below / unit.factor), y.at((below + value) / unit.factor)];
        below += value;
        return element('rect', {
          x: plot.left + n * step + gap / 2,
          y: to,
          width: Math.max(0.5, step - gap),
          height: Math.max(0, from - to),
          fill: fillOf(role, canvas),
        });
      })
      .join('');
  });
  const none = linearScale(0, 1, plot.left, plot.left);
  const named = legend(
    layers.map(({ name, role }) => ({ name, role })),
    plot.bottom + LEGEND_ROW,
    canvas,
  );
  return drawing(
    canvas,
    plot.bottom + LEGEND_ROW + named.height,
    saying,
    texturesOf(
      layers.map(({ role }) => role),
      canvas,
    ),
    axes(
      plot,
      { scale: { ...none, ticks: () => [] }, title: '' },
      { scale: y, title: `${axis.what} of each day, ${unit.symbol}` },
      canvas,
    ),
    ...columns,
    dates(days, step, plot.left, plot.bottom + LABEL_ROW, canvas),
    layers.length > 1 ? named.svg : '',
  );
}

/** The columns of days from top to bottom of the plot, as {@link daysDrawing} places them. */
export function daySpots(count: number, width: number): Spots {
  const { left, right, top, bottom } = plotOf(width, HEIGHT);
  const step = (right - left) / Math.max(1, count);
  return Array.from({ length: count }, (_, n) => ({
    x: left + n * step,
    y: top,
    width: step,
    height: bottom - top,
  }));
}

/** As many dates as have room. */
function dates(days: readonly string[], step: number, left: number, y: number, canvas: Canvas): string {
  const every = Math.max(1, Math.ceil((widthOf('00-00') + 14) / step));
  return days
    .map((date, n) =>
      n % every === 0
        ? label(date.slice(5), left + (n + 0.5) * step, y, canvas, { anchor: 'middle', tone: 'muted' })
        : '',
    )
    .join('');
}
