import {
  type ErrorSources,
  type Estimate,
  type Interval,
  interval,
  sides,
  type Spread,
  spreadOf,
  Z90,
} from './estimate.ts';

/** Sensitivity of a sum to each source, in the unit of the sum: `[down, up]` per standard deviation. */
type Sensitivities = Map<string, [down: number, up: number]>;

/** Adds estimates. Shared sources add linearly, so a thousand samples of one model are no better known than one.
 *
 * @example
 * sum([estimate(1, { m: 0.1 }), estimate(1, { m: 0.1 })]).errors // { m: 0.1 }
 */
export function sum(terms: readonly Estimate[]): Estimate {
  return linear(terms.map((term) => [1, term] as const));
}

/** a + b. */
export function add(a: Estimate, b: Estimate): Estimate {
  return sum([a, b]);
}

/** a − b, with shared sources cancelled. The result may be negative: read its interval with `signed`. */
export function subtract(a: Estimate, b: Estimate): Estimate {
  return linear([
    [1, a],
    [-1, b],
  ]);
}

/** An estimate times an exact factor. */
export function scale(e: Estimate, factor: number): Estimate {
  return linear([[factor, e]]);
}

/** Σ factor × estimate, all shared sources added linearly. */
export function linear(terms: readonly (readonly [factor: number, term: Estimate])[]): Estimate {
  let value: number | null = 0;
  let low: number | null = 0;
  let high: number | null = 0;
  const sensitivities: Sensitivities = new Map();
  let bounds = false;
  for (const [factor, term] of terms) {
    if (factor === 0) continue;
    value = value === null || term.value === null ? null : value + factor * term.value;
    if (term.value === null || term.low !== undefined || term.high !== undefined) bounds = true;
    const range = interval(term, { signed: true });
    const [a, b] = factor > 0 ? [range.low, range.high] : [range.high, range.low];
    low = low === null || a === null ? null : low + factor * a;
    high = high === null || b === null ? null : high + factor * b;
    if (term.value !== null) accumulate(sensitivities, factor * term.value, term.errors);
  }
  if (bounds || value === null) {
    return { value, errors: {}, ...(low === null ? {} : { low }), ...(high === null ? {} : { high }) };
  }
  return fromSensitivities(value, sensitivities);
}

/** A value smaller than this part of its own error is zero for all we know; as a divisor it would only overflow. */
const NOTHING_BESIDE = 1e-12;

/** An estimate from a value and its absolute sensitivities. A value of zero keeps its error as bounds. */
export function fromSensitivities(value: number, sensitivities: Sensitivities): Estimate {
  let squares = 0;
  const errors: Record<string, Spread> = {};
  for (const [source, [down, up]] of sensitivities) {
    if (down === 0 && up === 0) continue;
    squares += Math.max(Math.abs(down), Math.abs(up)) ** 2;
    errors[source] = spreadOf(down / value, up / value);
  }
  if (squares === 0) return { value, errors };
  const reach = Z90 * Math.sqrt(squares);
  if (Math.abs(value) > reach * NOTHING_BESIDE) return { value, errors };
  return { value: 0, errors: {}, low: -reach, high: reach };
}

function accumulate(sensitivities: Sensitivities, weight: number, errors: ErrorSources): void {
  for (const [source, spread] of Object.entries(errors)) {
    const [down, up] = sides(spread);
    const entry = sensitivities.get(source);
    if (entry === undefined) sensitivities.set(source, [weight * down, weight * up]);
    else {
      entry[0] += weight * down;
      entry[1] += weight * up;
    }
  }
}

/** a × b; a source that both share adds in logs. */
export function multiply(a: Estimate, b: Estimate): Estimate {
  return combine(a, b, 1);
}

/** a / b, with shared sources cancelled. A ratio to zero is unknown. */
export function ratio(a: Estimate, b: Estimate): Estimate {
  if (b.value === 0) return { value: null, errors: {} };
  return combine(a, b, -1);
}

function combine(a: Estimate, b: Estimate, power: 1 | -1): Estimate {
  const withBounds = [a, b].some((e) => e.value === null || e.low !== undefined || e.high !== undefined);
  if (withBounds) return combineBounds(a, b, power);
  const value =
    power === 1 ? (a.value as number) * (b.value as number) : (a.value as number) / (b.value as number);
  const errors: Record<string, Spread> = {};
  for (const source of new Set([...Object.keys(a.errors), ...Object.keys(b.errors)])) {
    const [downA, upA] = sides(a.errors[source]);
    const [downB, upB] = sides(b.errors[source]);
    // The factor by which the result moves when the source stands at its 95 % and at its 5 % quantile.
    const atHigh = factorAt(upA) * factorAt(upB) ** power;
    const atLow = factorAt(-downA) * factorAt(-downB) ** power;
    const [down, up] = [(1 - atLow) / Z90, (atHigh - 1) / Z90];
    if (Math.abs(down) > 1e-15 || Math.abs(up) > 1e-15) errors[source] = closeTo(down, up) ? up : [down, up];
  }
  return { value, errors };
}

/** How far a factor may shrink before a linear spread stops making sense as a factor. */
const SMALLEST_FACTOR = 0.02;

function factorAt(deviation: number): number {
  return Math.max(SMALLEST_FACTOR, 1 + Z90 * deviation);
}

function closeTo(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b));
}

function combineBounds(a: Estimate, b: Estimate, power: 1 | -1): Estimate {
  const value =
    a.value === null || b.value === null ? null : power === 1 ? a.value * b.value : a.value / b.value;
  const { low, high } = productOf(rangeOf(a), power === 1 ? rangeOf(b) : inverse(rangeOf(b)));
  return { value, errors: {}, ...(low === null ? {} : { low }), ...(high === null ? {} : { high }) };
}

/** The interval of a factor; below zero only where the factor itself may be. */
function rangeOf(e: Estimate): Interval {
  return interval(e, { signed: (e.value ?? 0) < 0 || (e.low ?? 0) < 0 });
}

function inverse({ low, high }: Interval): Interval {
  if (low === null || high === null || (low < 0 && high > 0)) {
    // Open towards infinity: what is known of it is only the near end.
    return low !== null && low >= 0
      ? { low: high === null ? 0 : 1 / high, high: low === 0 ? null : 1 / low }
      : UNBOUNDED;
  }
  return { low: high === 0 ? null : 1 / high, high: low === 0 ? null : 1 / low };
}

const UNBOUNDED: Interval = { low: null, high: null };

/** Product of intervals: the outermost of its corners; an end that is unknown stays unknown. */
function productOf(a: Interval, b: Interval): Interval {
  if (a.low !== null && a.high !== null && b.low !== null && b.high !== null) {
    const corners = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high];
    return { low: Math.min(...corners), high: Math.max(...corners) };
  }
  const positive = a.low !== null && a.low >= 0 && b.low !== null && b.low >= 0;
  if (!positive) return UNBOUNDED;
  return {
    low: (a.low ?? 0) * (b.low ?? 0),
    high: a.high === null || b.high === null ? null : a.high * b.high,
  };
}
