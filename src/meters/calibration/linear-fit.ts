import { studentTQuantile } from '../../stats/student-t.ts';
import { Z90 } from '../../units/estimate.ts';
import { inverse, times } from './small-matrix.ts';

/** One observation: y = Σ x·β, with its standard deviation up to the common scale. */
export interface Observation {
  readonly x: readonly number[];
  readonly y: number;
  readonly sd: number;
  /** Observations of one group follow each other: what they err together is no further knowledge. */
  readonly group: number;
}

/** A fit by robust weighted least squares. */
export interface LinearFit {
  readonly beta: readonly number[];
  /** Covariance of beta, row by row: `sd` of few observations is widened as Student's t is. */
  readonly covariance: readonly number[];
  /** By how much the observations scatter more than their `sd` says. */
  readonly scale: number;
  /** (y − fit) of each observation. */
  readonly residuals: readonly number[];
}

/** What is known of the parameters before: mean zero with these standard deviations, Infinity for nothing. */
export interface FitOptions {
  readonly priorSd: readonly number[];
  /** `known`: the observations' `sd` are true. `estimated`: true up to a factor that is found from the scatter. */
  readonly scale: 'known' | 'estimated';
}

/** Huber's constant: 95 % as good as least squares where errors are normal (Huber 1964). */
const HUBER = 1.345;
/** MAD of a standard normal distribution. */
const MAD = 0.6744897501960817;
const STEPS = 60;
/** Below this part of the values a scatter is rounding. */
const EXACT = 1e-12;
/** Observations that follow each other are never taken for more alike than this. */
const MOST_ALIKE = 0.8;

/**
 * Fits a line or curve that is linear in its parameters, by iterated reweighting with Huber's weights: outliers count for as much as their
 * distance, not its square. Undefined where the observations do not determine the parameters.
 */
export function linearFit(rows: readonly Observation[], options: FitOptions): LinearFit | undefined {
  const { priorSd } = options;
  const free = priorSd.filter((sd) => sd === Number.POSITIVE_INFINITY).length;
  const df = rows.length - free;
  if (df < 0) return undefined;
  let scale = 1;
  let weights = rows.map(() => 1);
  let solved = solve(rows, weights, scale, priorSd);
  for (let step = 0; step < STEPS && solved !== undefined; step += 1) {
    const away = residualsOf(rows, solved.beta).map((r, k) => Math.abs(r) / (rows[k]?.sd ?? 1));
    if (options.scale === 'estimated' && df > 0) scale = Math.max(EXACT, spreadOf(away, df));
    weights = away.map((a) => (a <= HUBER * scale ? 1 : (HUBER * scale) / a));
    const next = solve(rows, weights, scale, priorSd);
    if (next === undefined) return undefined;
    const moved = next.beta.some((b, k) => Math.abs(b - (solved?.beta[k] ?? 0)) > EXACT * (1 + Math.abs(b)));
    solved = next;
    if (!moved) break;
  }
  if (solved === undefined) return undefined;
  const residuals = residualsOf(rows, solved.beta);
  const widening =
    options.scale === 'known' || df === 0
      ? 1
      : (studentTQuantile(0.95, df) / Z90) ** 2 * alikeness(rows, residuals);
  return {
    beta: solved.beta,
    covariance: solved.covariance.map((c) => c * widening),
    scale,
    residuals,
  };
}

function solve(
  rows: readonly Observation[],
  weights: readonly number[],
  scale: number,
  priorSd: readonly number[],
): { readonly beta: readonly number[]; readonly covariance: readonly number[] } | undefined {
  const p = priorSd.length;
  const normal = new Float64Array(p * p);
  const right = new Float64Array(p);
  for (const [k, { x, y, sd }] of rows.entries()) {
    const w = (weights[k] ?? 1) / (sd * scale) ** 2;
    for (let i = 0; i < p; i += 1) {
      right[i] = (right[i] ?? 0) + w * (x[i] ?? 0) * y;
      for (let j = 0; j < p; j += 1)
        normal[i * p + j] = (normal[i * p + j] ?? 0) + w * (x[i] ?? 0) * (x[j] ?? 0);
    }
  }
  for (let i = 0; i < p; i += 1) normal[i * p + i] = (normal[i * p + i] ?? 0) + 1 / (priorSd[i] ?? 1) ** 2;
  const covariance = inverse(normal, p);
  return covariance === undefined ? undefined : { beta: times(covariance, right), covariance };
}

function residualsOf(rows: readonly Observation[], beta: readonly number[]): readonly number[] {
  return rows.map(({ x, y }) => y - x.reduce((sum, value, i) => sum + value * (beta[i] ?? 0), 0));
}

/** Robust scale: the median of the distances, corrected for the parameters that the fit has used. */
function spreadOf(away: readonly number[], df: number): number {
  const sorted = [...away].sort((a, b) => a - b);
  const n = sorted.length;
  const used = n - df;
  // The residuals of as many observations as there are parameters are nothing: they say nothing of the scatter.
  const rest = sorted.slice(Math.min(used, n - 1));
  const half = rest.length / 2;
  const median = ((rest[Math.ceil(half) - 1] ?? 0) + (rest[Math.floor(half)] ?? rest.at(-1) ?? 0)) / 2;
  return median / MAD;
}

/** By how much observations that follow each other are less than independent: (1 + r)/(1 − r) with their correlation r. */
function alikeness(rows: readonly Observation[], residuals: readonly number[]): number {
  let [product, square, pairs] = [0, 0, 0];
  for (let k = 1; k < rows.length; k += 1) {
    if (rows[k]?.group !== rows[k - 1]?.group) continue;
    const a = (residuals[k - 1] ?? 0) / (rows[k - 1]?.sd ?? 1);
    const b = (residuals[k] ?? 0) / (rows[k]?.sd ?? 1);
    product += a * b;
    square += (a * a + b * b) / 2;
    pairs += 1;
  }
  if (pairs < 4 || square === 0) return 1;
  const r = Math.min(MOST_ALIKE, Math.max(0, product / square));
  return (1 + r) / (1 - r);
}
