/** A stretch of time in pieces that a service answers at once, ms. */
export function pagesOf(
  fromMs: number,
  toMs: number,
  longestMs: number,
): readonly (readonly [fromMs: number, toMs: number])[] {
  const pages: (readonly [number, number])[] = [];
  for (let at = fromMs; at < toMs; at += longestMs) pages.push([at, Math.min(toMs, at + longestMs)]);
  return pages;
}

/** Points that have a part in a stretch. */
export function within<T extends { readonly fromMs: number; readonly toMs: number }>(
  points: readonly T[],
  fromMs: number,
  toMs: number,
): readonly T[] {
  return points.filter((point) => point.fromMs < toMs && point.toMs > fromMs);
}
