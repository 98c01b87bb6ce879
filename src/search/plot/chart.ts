import type { Scale } from './scale.ts';
import { escaped, numberText, px } from './svg-text.ts';

/** Size of a chart and of the room around its drawing, in pixels. */
export const BOX = { width: 720, height: 300, left: 70, right: 16, top: 12, bottom: 44 } as const;

/** Ends of the drawing inside a chart. */
export const INNER = {
  left: BOX.left,
  right: BOX.width - BOX.right,
  top: BOX.top,
  bottom: BOX.height - BOX.bottom,
} as const;

/** An axis with its name. */
export interface Axis {
  readonly label: string;
  readonly scale: Scale;
}

/** A chart with two axes around what is drawn. @param about what a reader who does not see it is told. */
export function chart(x: Axis, y: Axis, drawn: readonly string[], about: string): string {
  const across = x.scale.ticks.map((tick) => {
    const at = px(x.scale.at(tick));
    return `<line class="grid" x1="${at}" x2="${at}" y1="${INNER.top}" y2="${INNER.bottom}"/><text x="${at}" y="${INNER.bottom + 16}" text-anchor="middle">${escaped(numberText(tick))}</text>`;
  });
  const up = y.scale.ticks.map((tick) => {
    const at = px(y.scale.at(tick));
    return `<line class="grid" x1="${INNER.left}" x2="${INNER.right}" y1="${at}" y2="${at}"/><text x="${INNER.left - 6}" y="${at}" dy="4" text-anchor="end">${escaped(numberText(tick))}</text>`;
  });
  const middle = (INNER.top + INNER.bottom) / 2;
  const labels = [
    `<text class="label" x="${(INNER.left + INNER.right) / 2}" y="${BOX.height - 8}" text-anchor="middle">${escaped(x.label)}</text>`,
    `<text class="label" transform="translate(14 ${middle}) rotate(-90)" text-anchor="middle">${escaped(y.label)}</text>`,
  ];
  return svg([...across, ...up, ...drawn, ...labels], about);
}

/** A picture of a chart's size. */
export function svg(drawn: readonly string[], about: string, height: number = BOX.height): string {
  return `<svg viewBox="0 0 ${BOX.width} ${height}" role="img" aria-label="${escaped(about)}">${drawn.join('')}</svg>`;
}

/** A dot with a tip. */
export function dot(x: number, y: number, kind: string, tip: string): string {
  return `<circle class="${kind}" cx="${px(x)}" cy="${px(y)}" r="3.5"><title>${escaped(tip)}</title></circle>`;
}

/** A line through points, with a tip. */
export function line(points: readonly (readonly [number, number])[], kind: string, tip?: string): string {
  const path = points.map(([x, y]) => `${px(x)},${px(y)}`).join(' ');
  const title = tip === undefined ? '' : `<title>${escaped(tip)}</title>`;
  return `<polyline class="${kind}" points="${path}">${title}</polyline>`;
}
