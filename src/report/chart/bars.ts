import { drawing, fitted, label, widthOf } from './frame.ts';
import { element } from './markup.ts';
import type { Role } from './palette.ts';
import { type Canvas, fillOf, texturesOf } from './texture.ts';

/** One bar: its parts side by side, the ends of its interval, and how its value is written. */
export interface Bar {
  readonly name: string;
  readonly parts: readonly { readonly role: Role; readonly value: number }[];
  readonly low?: number | null;
  readonly high?: number | null;
  readonly text: string;
}

const ROW = 40;
const BAR_TOP = 17;
const BAR_HEIGHT = 13;

/**
 * Horizontal bars from zero with name and value above each, which is read at any width; the whisker is the 90 % interval. A value that is zero
 * or unknown has a row and no bar.
 */
export function bars(
  rows: readonly Bar[],
  saying: { readonly title: string; readonly sentence: string },
  canvas: Canvas,
): string {
  const ends = rows.flatMap((row) => [totalOf(row), row.high ?? 0]);
  const reach = Math.max(...ends.filter(Number.isFinite), 0);
  const scale = (value: number): number => (reach > 0 ? (value / reach) * (canvas.width - 1) : 0);
  const drawn = rows.map((row, i) => barOf(row, i * ROW, scale, canvas)).join('');
  const roles = rows.flatMap(({ parts }) => parts.map(({ role }) => role));
  return drawing(canvas, Math.max(1, rows.length) * ROW, saying, texturesOf(roles, canvas), drawn);
}

function totalOf({ parts }: Bar): number {
  return parts.reduce((sum, { value }) => sum + Math.max(0, value), 0);
}

function barOf(row: Bar, top: number, scale: (value: number) => number, canvas: Canvas): string {
  const room = canvas.width - widthOf(row.text) - 16;
  let x = 0;
  const parts = row.parts.map(({ role, value }) => {
    const width = Number.isFinite(value) ? scale(Math.max(0, value)) : 0;
    const part = element('rect', {
      x,
      y: top + BAR_TOP,
      width: value > 0 ? Math.max(width, 1) : 0,
      height: BAR_HEIGHT,
      fill: fillOf(role, canvas),
      stroke: canvas.paint(role),
      'stroke-width': 0.8,
    });
    x += width;
    return part;
  });
  return (
    label(fitted(row.name, room), 0, top + 11, canvas) +
    label(row.text, canvas.width, top + 11, canvas, { anchor: 'end', tone: 'muted' }) +
    parts.join('') +
    whisker(row, top + BAR_TOP + BAR_HEIGHT / 2, scale, canvas)
  );
}

/** On a halo of the page's colour, for it lies on the bar as well as beside it. */
function whisker(row: Bar, y: number, scale: (value: number) => number, canvas: Canvas): string {
  const { low, high } = row;
  if (low === undefined || low === null || high === undefined || high === null || low === high) return '';
  const [a, b] = [scale(Math.max(0, low)), scale(high)];
  if (!Number.isFinite(a) || !Number.isFinite(b)) return '';
  const d = `M${a.toFixed(1)} ${y}H${b.toFixed(1)}M${a.toFixed(1)} ${y - 4}V${y + 4}M${b.toFixed(1)} ${y - 4}V${y + 4}`;
  return (
    element('path', { d, stroke: canvas.paint('surface'), 'stroke-width': 4, fill: 'none' }) +
    element('path', { d, stroke: canvas.paint('ink'), 'stroke-width': 1.5, fill: 'none' })
  );
}
