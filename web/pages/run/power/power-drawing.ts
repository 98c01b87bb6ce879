import { axisUnit } from '../../../../src/report/chart/axis-unit.ts';
import { axes, drawing, plotOf } from '../../../../src/report/chart/frame.ts';
import { legend } from '../../../../src/report/chart/legend.ts';
import { decimal, element } from '../../../../src/report/chart/markup.ts';
import { paintOf, type Role, ROLES } from '../../../../src/report/chart/palette.ts';
import { fittedScale, linearScale, type Scale } from '../../../../src/report/chart/scale.ts';
import { type TimeLine, type TimeView, unitOf } from '../../../charts/time-series/time-plot.ts';
import type { Drawn } from '../../../charts/frame/drawing-file.ts';

const WIDTH = 960;
const HEIGHT = 380;

/** A plot over time as a drawing that stands alone: what the canvas shows, as lines that a printer can take. */
export function timeDrawing(view: TimeView, what: string, along = 'time since the run began'): Drawn {
  const { lines, x: times, range } = view;
  const canvas = { width: WIDTH, paint: paintOf('light'), prefix: 'export' };
  const values = lines
    .flatMap(({ mean, max }) => [...mean, ...(max ?? [])])
    .filter((value) => value !== null);
  const most = values.reduce((all, value) => Math.max(all, value), 0);
  const unit = unitOf(view);
  const time = view.isCount === true ? { symbol: '', factor: 1 } : axisUnit('time', range.to);
  const plot = plotOf(WIDTH, HEIGHT);
  const x = linearScale(range.from / time.factor, range.to / time.factor, plot.left, plot.right);
  const y =
    view.isFitted === true
      ? fittedScale(
          values.map((value) => value / unit.factor),
          plot.bottom,
          plot.top,
        )
      : linearScale(0, ((most || 1) * 1.05) / unit.factor, plot.bottom, plot.top);
  const named = legend(
    lines.map(({ name, colour, dash }) => ({
      name,
      role: roleOf(colour),
      isLine: true,
      ...(dash === undefined ? {} : { dash: dash.join(' ') }),
    })),
    plot.bottom + 46,
    canvas,
  );
  const inside = times.map((at) => at >= range.from && at <= range.to);
  const height = plot.bottom + 46 + named.height;
  const place = {
    x: (at: number) => x.at(at / time.factor),
    y: (value: number) => y.at(value / unit.factor),
  };
  const svg = drawing(
    canvas,
    height,
    { title: what, sentence: '' },
    axes(
      plot,
      { scale: x, title: [along, time.symbol].filter(Boolean).join(', ') },
      { scale: y, title: [what, unit.symbol].filter(Boolean).join(', ') },
      canvas,
    ),
    ...lines.map((line) => lineOf(line, times, inside, place, canvas.paint(roleOf(line.colour)))),
    named.svg,
  );
  return { svg, width: WIDTH, height };
}

function roleOf(colour: TimeLine['colour']): Role {
  return colour in ROLES ? (colour as Role) : 'idle';
}

function lineOf(
  { mean, min, max, dash, width = 1.5 }: TimeLine,
  times: readonly number[],
  inside: readonly boolean[],
  place: { readonly x: Scale['at']; readonly y: Scale['at'] },
  stroke: string,
): string {
  const known = (column: readonly (number | null)[], i: number): number | undefined =>
    inside[i] === true ? (column[i] ?? undefined) : undefined;
  let d = '';
  let isDown = false;
  let reaches = '';
  for (const [i, at] of times.entries()) {
    const value = known(mean, i);
    if (value === undefined) {
      isDown = false;
      continue;
    }
    d += `${isDown ? 'L' : 'M'}${decimal(place.x(at))} ${decimal(place.y(value))}`;
    isDown = true;
    const [low, high] = [known(min ?? [], i), known(max ?? [], i)];
    if (low !== undefined && high !== undefined && low !== high)
      reaches += `M${decimal(place.x(at))} ${decimal(place.y(low))}V${decimal(place.y(high))}`;
  }
  return (
    (reaches === ''
      ? ''
      : element('path', { d: reaches, stroke, 'stroke-width': 1, 'stroke-opacity': 0.3, fill: 'none' })) +
    element('path', { d, stroke, 'stroke-width': width, 'stroke-dasharray': dash?.join(' '), fill: 'none' })
  );
}
