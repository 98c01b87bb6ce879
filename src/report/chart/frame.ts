import { element, escapeText } from './markup.ts';
import type { Scale } from './scale.ts';
import type { Canvas } from './texture.ts';
import { tickText } from './ticks.ts';

/** Height of the letters of a chart, px, and about how wide one of them is. */
export const LETTER = 12;
const LETTER_WIDTH = LETTER * 0.56;

/** About how wide a text is, px. */
export function widthOf(text: string): number {
  return Array.from(text).length * LETTER_WIDTH;
}

/** A text that fits into a width, cut with an ellipsis where it does not. */
export function fitted(text: string, width: number): string {
  const most = Math.max(1, Math.floor(width / LETTER_WIDTH));
  const letters = Array.from(text);
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`;
}

/** Text in a chart. */
export function label(
  text: string,
  x: number,
  y: number,
  canvas: Canvas,
  options: {
    readonly anchor?: 'start' | 'middle' | 'end';
    readonly tone?: 'ink' | 'muted';
    readonly bold?: true;
  } = {},
): string {
  const { anchor = 'start', tone = 'ink' } = options;
  return element(
    'text',
    {
      x,
      y,
      'text-anchor': anchor === 'start' ? undefined : anchor,
      'font-weight': options.bold === true ? 600 : undefined,
      fill: canvas.paint(tone),
    },
    escapeText(text),
  );
}

/** The outermost element of a drawing; it scales with the page, and its letters with it. */
export function drawing(
  canvas: Canvas,
  height: number,
  saying: { readonly title: string; readonly sentence: string },
  ...parts: readonly string[]
): string {
  const id = `${canvas.prefix}-t`;
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: canvas.width,
      height,
      viewBox: `0 0 ${Math.round(canvas.width)} ${Math.round(height)}`,
      role: 'img',
      'aria-labelledby': id,
      'font-family': 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
      'font-size': LETTER,
    },
    element('title', { id }, escapeText(`${saying.title}. ${saying.sentence}`, 1000)),
    ...parts,
  );
}

/** The plot area of a chart with two axes, px. */
export interface Plot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Room for the title of the y axis above, its ticks on the left, and the x axis below. */
export function plotOf(width: number, height: number): Plot {
  return { left: 50, right: width - 12, top: 26, bottom: height - 40 };
}

/** An axis: its scale, its title, and how a tick is written where the title does not name the unit. */
export interface Axis {
  readonly scale: Scale;
  readonly title: string;
  readonly text?: (value: number) => string;
}

/** Grid lines, ticks and titles of both axes. The title of the y axis stands above it, where it needs no turned head. */
export function axes(plot: Plot, x: Axis, y: Axis, canvas: Canvas): string {
  const { left, right, bottom } = plot;
  const line = canvas.paint('line');
  const across = y.scale
    .ticks(5)
    .map((value) => {
      const at = y.scale.at(value);
      return (
        element('line', { x1: left, x2: right, y1: at, y2: at, stroke: line }) +
        label((y.text ?? tickText)(value), left - 6, at + 4, canvas, { anchor: 'end', tone: 'muted' })
      );
    })
    .join('');
  const textOf = x.text ?? tickText;
  const ticks = spaced(x.scale.ticks(right - left < 400 ? 4 : 7), x.scale, textOf);
  const along = ticks
    .map((value) => {
      const at = x.scale.at(value);
      const text = textOf(value);
      const half = widthOf(text) / 2;
      return (
        element('line', { x1: at, x2: at, y1: bottom, y2: bottom + 5, stroke: canvas.paint('muted') }) +
        label(text, Math.min(Math.max(at, left + half - 20), right + 10 - half), bottom + 18, canvas, {
          anchor: 'middle',
          tone: 'muted',
        })
      );
    })
    .join('');
  return (
    across +
    along +
    element('line', { x1: left, x2: right, y1: bottom, y2: bottom, stroke: canvas.paint('muted') }) +
    label(fitted(y.title, right), 0, 12, canvas, { tone: 'muted' }) +
    label(fitted(x.title, right), right, bottom + 34, canvas, { anchor: 'end', tone: 'muted' })
  );
}

/** Ticks whose texts do not run into each other. */
function spaced(
  ticks: readonly number[],
  scale: Scale,
  textOf: (value: number) => string,
): readonly number[] {
  let free = Number.NEGATIVE_INFINITY;
  return ticks.filter((value) => {
    const half = widthOf(textOf(value)) / 2 + 4;
    const at = scale.at(value);
    if (at - half < free) return false;
    free = at + half;
    return true;
  });
}
