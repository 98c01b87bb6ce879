import { axes, drawing, plotOf } from '../../../src/report/chart/frame.ts';
import { legend } from '../../../src/report/chart/legend.ts';
import { decimal, element } from '../../../src/report/chart/markup.ts';
import { linearScale } from '../../../src/report/chart/scale.ts';
import type { Canvas } from '../../../src/report/chart/texture.ts';

/** A month of a budget, all in one unit: what is left of it day by day; without a limit what was used. */
export interface BurnDownData {
  readonly limit: number | null;
  /** Days of the month. */
  readonly days: number;
  /** Moments in days since its beginning, and what is left (or was used) then. */
  readonly line: readonly (readonly [day: number, value: number])[];
  /** Where the month ends, and between what. */
  readonly cone: { readonly value: number; readonly low: number; readonly high: number } | null;
  /** Large runs: when, in days. */
  readonly events: readonly number[];
  readonly x: string;
  readonly y: string;
}

/** What is left (or used) at a moment between the points of the line. */
export function valueAt(line: BurnDownData['line'], day: number): number {
  const after = line.findIndex(([at]) => at >= day);
  const [last] = line.slice(-1);
  if (after < 0) return last?.[1] ?? 0;
  const [b, a] = [line[after], line[after - 1]];
  if (b === undefined) return 0;
  if (a === undefined) return b[1];
  return b[0] === a[0] ? b[1] : a[1] + ((b[1] - a[1]) * (day - a[0])) / (b[0] - a[0]);
}

/** The burn-down: what is left, an even use as a dashed line, the forecast as a cone, large runs as marks. */
export function burnDown(
  data: BurnDownData,
  saying: { readonly title: string; readonly sentence: string },
  canvas: Canvas,
): string {
  const { limit, line, cone, days, events } = data;
  const plot = plotOf(canvas.width, 300);
  const values = [...line.map(([, value]) => value), ...(cone === null ? [] : [cone.low, cone.high])];
  const low = Math.min(0, ...values);
  const high = Math.max(limit ?? 0, ...values, 0) || 1;
  const x = linearScale(0, days, plot.left, plot.right);
  const y = linearScale(low, high * 1.04, plot.bottom, plot.top);
  const at = (day: number, value: number): string => `${decimal(x.at(day))} ${decimal(y.at(value))}`;
  const path = line.map(([day, value], i) => `${i === 0 ? 'M' : 'L'}${at(day, value)}`).join('');
  const now = line.at(-1) ?? ([0, limit ?? 0] as const);
  const [day, value] = now;
  const isConeShown = cone !== null && day < days;
  const whiskers = isConeShown
    ? element('path', {
        d: `M${at(day, value)}L${at(days, cone.low)}V${decimal(y.at(cone.high))}Z`,
        fill: canvas.paint('other'),
        'fill-opacity': 0.28,
        stroke: canvas.paint('other'),
        'stroke-width': 1,
      }) +
      element('path', {
        d: `M${at(day, value)}L${at(days, cone.value)}`,
        stroke: canvas.paint('gpu'),
        'stroke-width': 2,
        'stroke-dasharray': '2 4',
        fill: 'none',
      })
    : '';
  const even =
    limit === null
      ? ''
      : element('path', {
          d: `M${at(0, limit)}L${at(days, 0)}`,
          stroke: canvas.paint('muted'),
          'stroke-width': 1.5,
          'stroke-dasharray': '7 4',
          fill: 'none',
        });
  const zero =
    low < 0
      ? element('path', { d: `M${at(0, 0)}H${plot.right}`, stroke: canvas.paint('ink'), 'stroke-width': 1 })
      : '';
  const marks = events
    .map((when) => {
      const [px, py] = [x.at(when), y.at(valueAt(line, when))];
      const d = `M${decimal(px)} ${decimal(py - 3)}l-5 -9h10z`;
      return element('path', { d, fill: canvas.paint('cpu'), stroke: canvas.paint('surface') });
    })
    .join('');
  const actual = element('path', {
    d: path,
    stroke: canvas.paint('gpu'),
    'stroke-width': 2.5,
    'stroke-linejoin': 'round',
    fill: 'none',
  });
  const named = legend(
    [
      { name: limit === null ? 'used' : 'left', role: 'gpu', isLine: true },
      ...(limit === null ? [] : [{ name: 'used evenly', role: 'other', isLine: true, dash: '7 4' } as const]),
      ...(isConeShown ? [{ name: 'forecast, 90 %', role: 'gpu', isLine: true, dash: '2 4' } as const] : []),
    ],
    plot.bottom + 46,
    canvas,
  );
  const frame = axes(plot, { scale: x, title: data.x }, { scale: y, title: data.y }, canvas);
  return drawing(
    canvas,
    plot.bottom + 46 + named.height,
    saying,
    frame,
    whiskers,
    even,
    zero,
    actual,
    marks,
    named.svg,
  );
}
