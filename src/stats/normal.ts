import { incompleteGamma, logGamma, upperFraction } from './special-functions.ts';

/** Distribution function of the standard normal distribution; small tails keep their relative accuracy. */
export function normalCdf(x: number): number {
  if (x === 0) return 0.5;
  const half = (x * x) / 2;
  const tail =
    half < 1.5
      ? (1 - incompleteGamma(0.5, half)) / 2
      : (Math.exp(0.5 * Math.log(half) - half - logGamma(0.5)) * upperFraction(0.5, half)) / 2;
  return x > 0 ? 1 - tail : tail;
}

/**
 * Quantile of the standard normal distribution for 0 < p < 1, by Newton's method with Halley's correction on {@link normalCdf}.
 *
 * @example
 * normalQuantile(0.95) // 1.64485362695…
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) return p === 0 ? -Infinity : p === 1 ? Infinity : Number.NaN;
  if (p === 0.5) return 0;
  if (p > 0.5) return -normalQuantile(1 - p);
  // Abramowitz & Stegun 26.2.23 is within 4.5e-4; each step of Halley triples the digits.
  const t = Math.sqrt(-2 * Math.log(p));
  let x = -(
    t -
    (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t ** 3)
  );
  for (let k = 0; k < 3; k += 1) {
    const error = (normalCdf(x) - p) / normalDensity(x);
    x -= error / (1 + (x * error) / 2);
  }
  return x;
}

function normalDensity(x: number): number {
  return Math.exp(-(x * x) / 2) / Math.sqrt(2 * Math.PI);
}
