import { element, escapeText } from '../../../src/report/chart/markup.ts';
import { paintOf, ROLES, TONES } from '../../../src/report/chart/palette.ts';

/** What is written into an exported drawing. */
export interface DrawingFacts {
  readonly title: string;
  readonly sentence: string;
  readonly unit: string;
  readonly source: string;
  /** The filter that held, where one did. */
  readonly filter?: string;
  /** ISO date. */
  readonly date: string;
  readonly version: string;
}

/** A drawing and its size, px. */
export interface Drawn {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
const MARGIN = 16;
const ABOVE = 44;
const BELOW = 30;
const NAMES: readonly string[] = [...Object.keys(ROLES), ...Object.keys(TONES)];

/** A drawing that stands alone: on white, in the colours of the light theme, with title, unit, source, filter, date and version in it. */
export function standalone({ svg, width, height }: Drawn, facts: DrawingFacts): Drawn {
  const paint = paintOf('light');
  const ink = svg.replaceAll(/var\(--([a-z]+)\)/g, (all, name: string) =>
    NAMES.includes(name) ? paint(name as Parameters<typeof paint>[0]) : all,
  );
  const [whole, high] = [width + 2 * MARGIN, height + ABOVE + BELOW];
  const from = [
    `Unit: ${facts.unit}`,
    `Source: ${facts.source}`,
    ...(facts.filter === undefined ? [] : [`Filter: ${facts.filter}`]),
    `joulebook ${facts.version}, ${facts.date}`,
  ].join(' · ');
  const text = (x: number, y: number, size: number, fill: 'ink' | 'muted', words: string, bold = false) =>
    element(
      'text',
      { x, y, 'font-size': size, fill: paint(fill), 'font-weight': bold ? 600 : undefined },
      escapeText(words),
    );
  const out = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: whole,
      height: high,
      viewBox: `0 0 ${Math.round(whole)} ${Math.round(high)}`,
      role: 'img',
      'font-family': FONT,
    },
    element('title', {}, escapeText(facts.title)),
    element('desc', {}, escapeText(`${facts.sentence} ${from}`, 2000)),
    element('rect', { width: whole, height: high, fill: paint('surface') }),
    text(MARGIN, 26, 15, 'ink', facts.title, true),
    element('g', { transform: `translate(${MARGIN} ${ABOVE})` }, ink),
    text(MARGIN, high - 10, 10, 'muted', from),
  );
  return { svg: out, width: whole, height: high };
}
