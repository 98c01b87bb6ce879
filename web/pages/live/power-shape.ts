import { type PowerPoint, RING_S } from '../../../src/report/live/power-ring.ts';

/** Power of the last five minutes as paths in a box of so many px: the mean as a line, least to most as an area. */
export interface PowerShape {
  readonly line: string;
  readonly area: string;
  /** The top of the box, W. */
  readonly topW: number;
  /** Where a point lies. */
  readonly at: (point: PowerPoint) => readonly [x: number, y: number];
}

/**
 * @param gapS points further apart than this are not joined.
 * @param step to which places are rounded, px.
 */
export function powerShape(
  points: readonly PowerPoint[],
  {
    width,
    height,
    gapS,
    step = 0.1,
  }: { readonly width: number; readonly height: number; readonly gapS: number; readonly step?: number },
): PowerShape {
  const last = points.at(-1)?.atS ?? 0;
  const topW = points.reduce((most, { high }) => Math.max(most, high), 1e-9) * 1.08;
  const x = (atS: number): number => ((atS - last + RING_S) / RING_S) * width;
  const perPx = 1 / step;
  const rounded = (px: number): number => Math.round(px * perPx) / perPx;
  const y = (w: number): number => height - (Math.max(0, w) / topW) * height;
  let line = '';
  let area = '';
  let over = '';
  let under = '';
  let before = Number.NEGATIVE_INFINITY;
  // One pass without lists: with 50 runs this is drawn a hundred times a second.
  for (const { atS, w, low, high } of points) {
    const isJoined = atS - before <= gapS;
    if (!isJoined) {
      if (over !== '') area += `M${over}${under}Z`;
      over = '';
      under = '';
    }
    const across = rounded(x(atS));
    line += `${isJoined ? 'L' : 'M'}${across} ${rounded(y(w))}`;
    over += `${over === '' ? '' : 'L'}${across} ${rounded(y(high))}`;
    under = `L${across} ${rounded(y(low))}${under}`;
    before = atS;
  }
  if (over !== '') area += `M${over}${under}Z`;
  return { line, area, topW, at: ({ atS, w }) => [x(atS), y(w)] };
}
