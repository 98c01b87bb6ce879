import { normalQuantile } from './normal.ts';
import { incompleteBeta, logGamma } from './special-functions.ts';

/** Distribution function of Student's t with `df` > 0 degrees of freedom. */
export function studentTCdf(t: number, df: number): number {
  if (t === 0) return 0.5;
  const tail = incompleteBeta(df / (df + t * t), df / 2, 0.5) / 2;
  return t > 0 ? 1 - tail : tail;
}

/**
 * Quantile of Student's t for 0 < p < 1 and `df` > 0 degrees of freedom, by Newton's method kept inside a bracket.
 *
 * @example
 * studentTQuantile(0.95, 4) // 2.13184678632…
 */
export function studentTQuantile(p: number, df: number): number {
  if (!(df > 0) || !(p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity;
  if (p === 0.5) return 0;
  if (p > 0.5) return -studentTQuantile(1 - p, df);
  let low = normalQuantile(p) * 2 - 1;
  while (studentTCdf(low, df) > p) low *= 2;
  let high = 0;
  let t = Math.max(low, normalQuantile(p));
  for (let k = 0; k < 200; k += 1) {
    const error = studentTCdf(t, df) - p;
    if (error > 0) high = t;
    else low = t;
    const newton = t - error / density(t, df);
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - t) <= 1e-15 * Math.abs(t)) return next;
    t = next;
  }
  return t;
}

function density(t: number, df: number): number {
  return Math.exp(
    logGamma((df + 1) / 2) -
      logGamma(df / 2) -
      0.5 * Math.log(df * Math.PI) -
      ((df + 1) / 2) * Math.log1p((t * t) / df),
  );
}
