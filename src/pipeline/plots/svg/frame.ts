import type { Scale } from './scale.ts';
import { at, escaped, tickText } from './text.ts';

export const WIDTH = 560;
export const HEIGHT = 320;
/** The part of a drawing that values stand in. */
export const AREA = { left: 64, right: WIDTH - 16, top: 12, bottom: HEIGHT - 48 } as const;

/** Axes with their ticks and names. */
export function axes(x: Scale, y: Scale, names: { readonly x: string; readonly y: string }): string {
  const vertical = x.ticks.map((tick) => {
    const left = at(x.place(tick));
    return `<path class="grid" d="M${left} ${AREA.top}V${AREA.bottom}"/><text class="tick" text-anchor="middle" x="${left}" y="${AREA.bottom + 16}">${tickText(tick)}</text>`;
  });
  const horizontal = y.ticks.map((tick) => {
    const top = at(y.place(tick));
    return `<path class="grid" d="M${AREA.left} ${top}H${AREA.right}"/><text class="tick" text-anchor="end" x="${AREA.left - 6}" y="${top}" dy="0.32em">${tickText(tick)}</text>`;
  });
  return [...vertical, ...horizontal, axisNames(names)].join('');
}

/** The names of both axes. */
export function axisNames({ x, y }: { readonly x: string; readonly y: string }): string {
  const middle = { x: (AREA.left + AREA.right) / 2, y: (AREA.top + AREA.bottom) / 2 };
  return `<text class="name" text-anchor="middle" x="${at(middle.x)}" y="${HEIGHT - 12}">${escaped(x)}</text><text class="name" text-anchor="middle" transform="translate(14 ${at(middle.y)}) rotate(-90)">${escaped(y)}</text>`;
}

/** A whole drawing; its title is read out where it cannot be seen. */
export function drawing(title: string, inner: string, width = WIDTH, height = HEIGHT): string {
  return `<svg role="img" aria-label="${escaped(title)}" viewBox="0 0 ${at(width)} ${at(height)}" width="${at(width)}" height="${at(height)}"><title>${escaped(title)}</title>${inner}</svg>`;
}
