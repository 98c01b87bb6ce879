import { drawing, label } from '../../../src/report/chart/frame.ts';
import { element } from '../../../src/report/chart/markup.ts';
import type { Canvas } from '../../../src/report/chart/texture.ts';
import type { HeatCell } from './heat-cells.ts';

/** Days of a week, from Monday on. */
export const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

const ROW = 24;
const TOP = 20;
const LEFT = 36;
/** The faintest cell is still seen. */
const FAINTEST = 0.12;

/** Hour of day by day of week in one hue: the darker (on dark ground the lighter), the more. Cells of which nothing is known are empty. */
export function heatMap(
  cells: readonly HeatCell[],
  saying: { readonly title: string; readonly sentence: string },
  canvas: Canvas,
): string {
  const width = (canvas.width - LEFT) / 24;
  const means = cells.map(({ mean }) => mean);
  const [low, high] = [Math.min(...means), Math.max(...means)];
  const strength = (mean: number): number =>
    FAINTEST + (1 - FAINTEST) * (high > low ? (mean - low) / (high - low) : 0.5);
  const days = DAYS.map((name, day) => label(name, 0, TOP + day * ROW + 16, canvas, { tone: 'muted' }));
  const every = width < 16 ? 6 : 3;
  const hours = Array.from({ length: 24 / every }, (_, i) =>
    label(String(i * every).padStart(2, '0'), LEFT + i * every * width, 12, canvas, { tone: 'muted' }),
  );
  const drawn = cells.map(({ day, hour, mean }) =>
    element('rect', {
      x: LEFT + hour * width + 0.5,
      y: TOP + day * ROW + 0.5,
      width: width - 1,
      height: ROW - 1,
      rx: 2,
      fill: canvas.paint('gpu'),
      'fill-opacity': strength(mean).toFixed(3),
      stroke: canvas.paint('line'),
    }),
  );
  const frame = element('rect', {
    x: LEFT,
    y: TOP,
    width: canvas.width - LEFT - 0.5,
    height: 7 * ROW,
    fill: 'none',
    stroke: canvas.paint('line'),
  });
  return drawing(canvas, TOP + 7 * ROW + 4, saying, ...days, ...hours, frame, ...drawn);
}
