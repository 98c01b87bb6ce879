/**
 * Estimates: a value with a 90 % interval and the sources of its error.
 *
 * `errors` names each source with its relative standard deviation, meant so that the 5 % and 95 % quantiles of that source
 * alone stand at `value × (1 − z·down)` and `value × (1 + z·up)`, z = 1.645. One source adds linearly over all that it
 * touches, different sources add in quadrature; a negative entry moves against the source (idle up, active down).
 */

/** z of the 5 % and 95 % quantiles of the normal distribution. */
export const Z90 = 1.6448536269514722;

/** Relative standard deviation of one source: a number when symmetric, `[down, up]` when skewed. */
export type Spread = number | readonly [down: number, up: number];

/** The sources of an error and their relative standard deviations. */
export type ErrorSources = Readonly<Record<string, Spread>>;

/** A quantity as joulebook keeps it in memory. `value` is null where only bounds are known. */
export interface Estimate {
  readonly value: number | null;
  readonly errors: ErrorSources;
  /** Bounds, only where they do not follow from `errors`: no value, or a value of exactly zero. */
  readonly low?: number;
  readonly high?: number;
}

/** An estimate as it is written out: in `run.json`, under `--json`, in reports. */
export interface WrittenEstimate {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly unit: string;
  readonly errors: ErrorSources;
}

/** A 90 % interval. Either side is null where nothing is known of it. */
export interface Interval {
  readonly low: number | null;
  readonly high: number | null;
}

/** A value without error: a count, a choice of the user, a definition. */
export function exact(value: number): Estimate {
  return { value, errors: {} };
}

/** A value with its error sources. */
export function estimate(value: number, errors: ErrorSources): Estimate {
  return { value, errors };
}

/** A quantity of which only bounds are known. */
export function bounded(low: number, high: number): Estimate {
  return { value: null, errors: {}, low, high };
}

/** A quantity of which nothing is known. */
export const UNKNOWN: Estimate = { value: null, errors: {} };

/** Both sides of a spread. */
export function sides(spread: Spread | undefined): readonly [down: number, up: number] {
  if (spread === undefined) return [0, 0];
  return typeof spread === 'number' ? [spread, spread] : spread;
}

/** The shortest way to write a spread: one number when both sides agree. */
export function spreadOf(down: number, up: number): Spread {
  return down === up ? up : [down, up];
}

/**
 * The 90 % interval of an estimate.
 *
 * @example
 * interval(estimate(100, { model: 0.1 })) // { low: 83.55…, high: 116.44… }
 */
export function interval(e: Estimate, options: { readonly signed?: boolean } = {}): Interval {
  const floor = options.signed === true ? Number.NEGATIVE_INFINITY : 0;
  if (e.value === null || e.low !== undefined || e.high !== undefined) {
    return { low: e.low === undefined ? null : Math.max(floor, e.low), high: e.high ?? null };
  }
  const { value } = e;
  let squaresDown = 0;
  let squaresUp = 0;
  let logsDown = 0;
  let logsUp = 0;
  let multiplicative = value > 0;
  for (const spread of Object.values(e.errors)) {
    const [down, up] = sides(spread);
    const toHigh = Z90 * Math.max(up, -down, 0);
    const toLow = Z90 * Math.max(down, -up, 0);
    squaresDown += toLow * toLow;
    squaresUp += toHigh * toHigh;
    if (toLow >= 1) multiplicative = false;
    else logsDown += Math.log1p(-toLow) ** 2;
    logsUp += Math.log1p(toHigh) ** 2;
  }
  if (multiplicative) {
    return { low: value * Math.exp(-Math.sqrt(logsDown)), high: value * Math.exp(Math.sqrt(logsUp)) };
  }
  const [below, above] = value < 0 ? [squaresUp, squaresDown] : [squaresDown, squaresUp];
  return {
    low: Math.max(floor, value - Math.abs(value) * Math.sqrt(below)),
    high: value + Math.abs(value) * Math.sqrt(above),
  };
}

/**
 * Half the width of the 90 % interval relative to the value, e.g. 0.05 for ±5 %; null where no value is known.
 */
export function relativeHalfWidth(e: Estimate): number | null {
  const { low, high } = interval(e);
  if (e.value === null || low === null || high === null) return null;
  return e.value === 0 ? 0 : (high - low) / 2 / Math.abs(e.value);
}

/** Writes an estimate with its interval and unit. */
export function written(
  e: Estimate,
  unit: string,
  options: { readonly signed?: boolean } = {},
): WrittenEstimate {
  const { low, high } = interval(e, options);
  return { value: e.value, low, high, unit, errors: e.errors };
}

/** Reads an estimate back as it was written. */
export function fromWritten(w: WrittenEstimate): Estimate {
  // Bounds are kept where they follow from no source: no value, or a value whose error is known only as bounds.
  const free =
    w.value === null || (Object.keys(w.errors).length === 0 && (w.low !== w.value || w.high !== w.value));
  return {
    value: w.value,
    errors: w.errors,
    ...(free && w.low !== null ? { low: w.low } : {}),
    ...(free && w.high !== null ? { high: w.high } : {}),
  };
}
