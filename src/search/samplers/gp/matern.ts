/** How alike two points are: lengths as their inverses, and which coordinates are choices (1), of which two are equal or lie 1 apart. */
export interface Metric {
  readonly inverse: Float64Array;
  readonly isChoice: Uint8Array;
}

/**
 * Square of the distance of two points in lengths.
 *
 * @param a points one after another, of which the one that begins at `aAt` counts.
 */
export function squaredDistance(
  { inverse, isChoice }: Metric,
  a: Float64Array,
  aAt: number,
  b: Float64Array,
  bAt: number,
): number {
  let squares = 0;
  for (let j = 0; j < inverse.length; j += 1) {
    const apart = (a[aAt + j] as number) - (b[bAt + j] as number);
    const t = (isChoice[j] === 1 && apart !== 0 ? 1 : apart) * (inverse[j] as number);
    squares += t * t;
  }
  return squares;
}

/** The Matérn 5/2 kernel of a squared distance. Rasmussen and Williams, "Gaussian Processes for Machine Learning" (2006), equation 4.17. */
export function matern52(squares: number): number {
  const r = Math.sqrt(5 * squares);
  return (1 + r + (r * r) / 3) * Math.exp(-r);
}
