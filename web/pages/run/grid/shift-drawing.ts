import { axisUnit } from '../../../../src/report/chart/axis-unit.ts';
import { axes, label, plotOf } from '../../../../src/report/chart/frame.ts';
import { decimal, element } from '../../../../src/report/chart/markup.ts';
import { THEMED } from '../../../../src/report/chart/palette.ts';
import { linearScale } from '../../../../src/report/chart/scale.ts';
import { MOST_SHIFT_H, type ShiftedStart } from '../../../../src/report/shift/shift-curve.ts';
import type { Drawing } from '../../../charts/drawn-chart.tsx';

const HEIGHT = 260;
const STEP_H = 6;

/** Carbon by start: a line with its band, broken where hours are not known; the run's own start and the cleanest are marked. */
export function shiftDrawing(
  starts: readonly ShiftedStart[],
  cleanest: number | undefined,
  width: number,
): Drawing {
  const canvas = { width, paint: THEMED, prefix: 'shift' };
  const plot = plotOf(width, HEIGHT);
  const most = Math.max(0, ...starts.map(({ operational }) => operational?.high ?? operational?.value ?? 0));
  const unit = axisUnit('mass', most);
  const x = linearScale(-MOST_SHIFT_H, MOST_SHIFT_H, plot.left, plot.right);
  const y = linearScale(0, ((most || 1) * 1.05) / unit.factor, plot.bottom, plot.top);
  const at = (grams: number): number => y.at(grams / unit.factor);
  const every = width < 420 ? 2 * STEP_H : STEP_H;
  const hours = Array.from({ length: (2 * MOST_SHIFT_H) / every + 1 }, (_, i) => i * every - MOST_SHIFT_H);
  let [line, band] = ['', ''];
  for (const stretch of stretches(starts)) {
    const points = stretch.map(({ shiftH, operational }) => {
      const { value, low, high } = operational ?? { value: 0, low: 0, high: 0 };
      return [x.at(shiftH), at(value ?? 0), at(low ?? value ?? 0), at(high ?? value ?? 0)] as const;
    });
    const path = (many: readonly (readonly [number, number])[]): string =>
      many.map(([a, b]) => `${decimal(a)} ${decimal(b)}`).join('L');
    line += `M${path(points.map(([a, b]) => [a, b]))}`;
    band += `M${path([
      ...points.map(([a, , , high]) => [a, high] as const),
      ...points.map(([a, , low]) => [a, low] as const).toReversed(),
    ])}Z`;
  }
  const places = starts.map(
    ({ shiftH, operational }) =>
      [x.at(shiftH), operational === null ? plot.bottom : at(operational.value ?? 0)] as const,
  );
  const dot = (shiftH: number): string => {
    const [cx = 0, cy = 0] = places[shiftH + MOST_SHIFT_H] ?? [];
    return element('circle', { cx, cy, r: 4.5, fill: canvas.paint('gpu') });
  };
  const named = (shiftH: number, text: string, top: number): string => {
    const anchor = shiftH < 6 - MOST_SHIFT_H ? 'start' : shiftH > MOST_SHIFT_H - 6 ? 'end' : 'middle';
    return label(text, x.at(shiftH), top, canvas, { anchor, bold: true });
  };
  const least = cleanest === undefined ? 0 : (places[cleanest + MOST_SHIFT_H]?.[1] ?? 0);
  const isKnown = starts[MOST_SHIFT_H]?.operational !== null;
  const svg = [
    axes(
      plot,
      {
        scale: { ...x, ticks: () => hours },
        title: 'start, hours from its own',
        text: (hour) => (hour > 0 ? `+${hour}` : String(hour).replace('-', '−')),
      },
      { scale: y, title: `CO₂e, ${unit.symbol}` },
      canvas,
    ),
    element('path', { d: band, fill: canvas.paint('gpu'), 'fill-opacity': 0.18 }),
    element('path', {
      d: `M${x.at(0)} ${plot.top}V${plot.bottom}`,
      stroke: canvas.paint('muted'),
      'stroke-dasharray': '4 4',
    }),
    element('path', { d: line, stroke: canvas.paint('gpu'), 'stroke-width': 2, fill: 'none' }),
    named(0, 'as it was', plot.top - 6),
    isKnown ? dot(0) : '',
    cleanest === undefined || cleanest === 0
      ? ''
      : dot(cleanest) + named(cleanest, 'least', least > plot.bottom - 28 ? least - 12 : least + 20),
  ].join('');
  return { svg, height: HEIGHT, places };
}

function stretches(starts: readonly ShiftedStart[]): readonly (readonly ShiftedStart[])[] {
  const all: ShiftedStart[][] = [[]];
  for (const start of starts) {
    if ((start.operational?.value ?? null) !== null) all.at(-1)?.push(start);
    else if (all.at(-1)?.length !== 0) all.push([]);
  }
  return all.filter(({ length }) => length > 0);
}
