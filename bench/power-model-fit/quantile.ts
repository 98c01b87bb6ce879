/** Quantile by linear interpolation between the order statistics (type 7). */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = q * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below] ?? Number.NaN;
  return low + ((sorted[below + 1] ?? low) - low) * (place - below);
}

/** The median. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
