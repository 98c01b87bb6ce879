import { element, escapeText } from '../../chart/markup.ts';
import { ROLES, TONES } from '../../chart/palette.ts';

const HEIGHT = 20;
const LETTER = 11;
const LETTER_WIDTH = 6.3;

/** A badge for a README: what it is of, and what is said. It stands alone and asks nobody for anything. */
export function badge(name: string, value: string): string {
  const [left, right] = [widthOf(name), widthOf(value)];
  const text = (content: string, x: number, fill: string): string =>
    element('text', { x, y: 14, 'text-anchor': 'middle', fill }, escapeText(content));
  return `${element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: left + right,
      height: HEIGHT,
      viewBox: `0 0 ${Math.round(left + right)} ${HEIGHT}`,
      role: 'img',
      'aria-label': `${name}: ${value}`,
      'font-family': 'Verdana, "DejaVu Sans", Geneva, sans-serif',
      'font-size': LETTER,
    },
    element('title', {}, escapeText(`${name}: ${value}`)),
    element('rect', { width: left + right, height: HEIGHT, rx: 3, fill: ROLES.gpu.light }),
    element('path', {
      d: `M3 0H${left}V${HEIGHT}H3A3 3 0 0 1 0 ${HEIGHT - 3}V3A3 3 0 0 1 3 0Z`,
      fill: TONES.ink.light,
    }),
    text(name, left / 2, TONES.surface.light),
    text(value, left + right / 2, TONES.surface.light),
  )}\n`;
}

function widthOf(text: string): number {
  return Math.round(Array.from(text).length * LETTER_WIDTH + 14);
}
