import type { ValuePlot } from '../plot.ts';
import { AREA, axes, drawing } from './frame.ts';
import { linearScale } from './scale.ts';
import { numberOf, seriesOf } from './series.ts';
import { at, escaped, tickText } from './text.ts';

/** Above this many points in a series they are not marked one by one. */
const MARKED = 200;

/** Lines, or points alone, over two axes of numbers. What is no number is a gap. */
export function lineChart(plot: ValuePlot, hasLines: boolean): string {
  const { axes: names } = plot;
  if (names === undefined) return '';
  const all = seriesOf(plot).map(({ points, ...rest }) => ({
    ...rest,
    points: points.map(
      (point) => [numberOf(point.get(names.x)), numberOf(point.get(names.y ?? ''))] as const,
    ),
  }));
  const drawn = all.flatMap(({ points }) => points.filter(isDrawn));
  const x = linearScale(
    drawn.map(([value]) => value),
    [AREA.left, AREA.right],
  );
  const y = linearScale(
    drawn.map(([, value]) => value),
    [AREA.bottom, AREA.top],
  );
  const parts = all.map(({ name, color, dash, points }) => {
    const place = ([left, top]: readonly [number, number]): string =>
      `${at(x.place(left))} ${at(y.place(top))}`;
    let path = '';
    let isOpen = false;
    for (const point of points) {
      if (isDrawn(point)) path += `${isOpen ? 'L' : 'M'}${place(point)}`;
      isOpen = isDrawn(point);
    }
    const line = hasLines ? `<path class="line c${color % 7} d${dash % 7}" d="${path}"/>` : '';
    const marks =
      hasLines && points.length > MARKED
        ? ''
        : points
            .filter(isDrawn)
            .map(([left, top]) => {
              const told = `${name}: ${tickText(left)}, ${tickText(top)}`;
              return `<circle class="point c${color % 7}" cx="${at(x.place(left))}" cy="${at(y.place(top))}" r="2.5"><title>${escaped(told)}</title></circle>`;
            })
            .join('');
    return `<g>${line}${marks}</g>`;
  });
  return drawing(plot.title, axes(x, y, { x: names.xLabel, y: names.yLabel ?? '' }) + parts.join(''));
}

function isDrawn([x, y]: readonly [number, number]): boolean {
  return Number.isFinite(x) && Number.isFinite(y);
}
