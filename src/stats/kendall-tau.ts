/**
 * Kendall's rank correlation of pairs with ties (tau-b): 1 where both order alike, -1 where one reverses the other, 0 where one tells nothing of
 * the other.
 *
 * @returns NaN where all are equal in x or in y, or there are fewer than two.
 *
 * @example
 * kendallTau([1, 2, 3], [10, 30, 20]) // 0.333…
 */
export function kendallTau(x: readonly number[], y: readonly number[]): number {
  let [agree, tiedX, tiedY, pairs] = [0, 0, 0, 0];
  for (let i = 0; i < x.length; i += 1) {
    for (let j = 0; j < i; j += 1) {
      const a = order(x[i] as number, x[j] as number);
      const b = order(y[i] as number, y[j] as number);
      agree += a * b;
      if (a === 0) tiedX += 1;
      if (b === 0) tiedY += 1;
      pairs += 1;
    }
  }
  const unit = Math.sqrt((pairs - tiedX) * (pairs - tiedY));
  return unit === 0 ? Number.NaN : agree / unit;
}

/** As the sign of the difference, for infinite numbers too. */
function order(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
