import { label, LETTER, widthOf } from './frame.ts';
import { element } from './markup.ts';
import type { Role } from './palette.ts';
import { type Canvas, fillOf } from './texture.ts';

/** One entry: a swatch of a role, or of a mark that is drawn elsewhere. */
export interface LegendEntry {
  readonly name: string;
  readonly role: Role;
  /** A line instead of an area. */
  readonly isLine?: boolean;
  /** How that line is broken, as `stroke-dasharray`. */
  readonly dash?: string;
}

const ROW = 20;
/** Long enough to show how it is broken. */
const LINE = 16;

/** Entries in rows from `top` on, and the height that they take. */
export function legend(
  entries: readonly LegendEntry[],
  top: number,
  canvas: Canvas,
): { readonly svg: string; readonly height: number } {
  let [x, y] = [0, top];
  const parts: string[] = [];
  for (const { name, role, isLine, dash } of entries) {
    const width = 20 + widthOf(name) + 14;
    if (x > 0 && x + width > canvas.width) [x, y] = [0, y + ROW];
    parts.push(
      isLine === true
        ? element('line', {
            x1: x,
            x2: x + LINE,
            y1: y + 6,
            y2: y + 6,
            stroke: canvas.paint(role),
            'stroke-width': 2.5,
            'stroke-dasharray': dash,
          })
        : element('rect', {
            x: x + 0.5,
            y: y + 0.5,
            width: 13,
            height: 12,
            rx: 2,
            fill: fillOf(role, canvas),
            stroke: canvas.paint(role),
          }),
      label(name, x + 20, y + LETTER - 1, canvas),
    );
    x += width;
  }
  return { svg: parts.join(''), height: entries.length === 0 ? 0 : y - top + ROW };
}
