import type { Cursor, Stretch } from './chart-data.ts';

/** A stretch of points that the keys mark: where it began; it ends at the cursor. */
export interface Anchor {
  readonly series: number;
  readonly point: number;
}

/** What is marked: from where Shift was first held to where the cursor stands. */
export function markedBy(anchor: Anchor | undefined, at: Cursor | undefined): Stretch | undefined {
  if (anchor === undefined || at === undefined || anchor.series !== at.series) return undefined;
  return [Math.min(anchor.point, at.point), Math.max(anchor.point, at.point)];
}

/** Where what is marked begins after a step: with Shift where it began, or where the cursor stood; without it nothing is marked any more. */
export function anchorAfter(
  anchor: Anchor | undefined,
  {
    isShift,
    from,
    to,
  }: { readonly isShift: boolean; readonly from: Cursor | undefined; readonly to: Cursor },
): Anchor | undefined {
  if (!isShift) return undefined;
  const held = anchor ?? from ?? to;
  return held.series === to.series ? held : to;
}
