import { factorise, solveLower, solveLowerAll, solveUpper } from '../../../stats/cholesky.ts';
import { matern52, type Metric, squaredDistance } from './matern.ts';
import { RANKS, type Shape, type ShapePrior, shapePenalty } from './shape.ts';

/** What a {@link GaussianProcess} is fitted to. */
export interface Observations {
  /** All of the same length; coordinates lie between 0 and 1, or are indices of choices. */
  readonly points: readonly Float64Array[];
  /** Which coordinates are choices: two of them are equal or lie 1 apart. */
  readonly isChoice: readonly boolean[];
  /** What was seen there, about standardised. */
  readonly targets: Float64Array;
  /** So many of the last ones are what is only expected: they say nothing of the variance. Absent: none. */
  readonly believed?: number;
}

/** A prior of two observations of variance 1 on the variance of the function. */
export const VARIANCE_PRIOR = 2;
/** Of the function's variance so much is never explained. */
export const LEAST_VARIANCE = 1e-6;

/**
 * Regression by a Gaussian process with a Matérn 5/2 kernel that has a length of its own in each dimension; the variance is integrated out at
 * its best value.
 *
 * Rasmussen and Williams, "Gaussian Processes for Machine Learning" (2006), algorithm 2.1.
 */
export class GaussianProcess {
  readonly metric: Metric;
  /** How many observations there are. */
  readonly count: number;
  /** The points, one after another. */
  readonly points: Float64Array;
  /** Cholesky's factor of the kernel matrix with noise. */
  readonly factor: Float64Array;
  /** The inverse of that matrix times the targets. */
  readonly weights: Float64Array;
  /** That of the function. */
  readonly variance: number;
  /** Negative logarithm of the posterior of the shape, up to a constant; Infinity where the matrix has no factor. */
  readonly misfit: number;

  constructor(
    { points, isChoice, targets, believed = 0 }: Observations,
    shape: Shape,
    prior: ShapePrior = RANKS,
  ) {
    const n = points.length;
    this.count = n;
    const { lengths, noise } = shape;
    const inverse = new Float64Array(lengths.length);
    for (let j = 0; j < inverse.length; j += 1) inverse[j] = 1 / (lengths[j] as number);
    this.metric = { inverse, isChoice: Uint8Array.from(isChoice, Number) };
    this.points = flattened(points, lengths.length);
    this.factor = new Float64Array(n * n);
    this.#fillKernel(noise);
    const halfLogDeterminant = factorise(this.factor, n);
    this.weights = Float64Array.from(targets);
    const fit = solveLower(this.factor, n, this.weights);
    this.variance = (fit + VARIANCE_PRIOR) / (n - believed + VARIANCE_PRIOR);
    const misfit = 0.5 * n * Math.log(this.variance) + halfLogDeterminant + shapePenalty(shape, prior);
    this.misfit = Number.isNaN(misfit) ? Infinity : misfit;
    solveUpper(this.factor, n, this.weights);
  }

  /** @returns the expected target at a point. */
  mean(point: Float64Array): number {
    return new Predictions(this, point, 1).means[0] as number;
  }

  /** @returns the expected target at a point and its standard deviation, without noise. */
  predict(point: Float64Array): { readonly mean: number; readonly deviation: number } {
    const one = new Predictions(this, point, 1);
    return { mean: one.means[0] as number, deviation: one.deviations([0])[0] as number };
  }

  /** @returns what is expected at `count` points that lie one after another. */
  at(points: Float64Array, count: number): Predictions {
    return new Predictions(this, points, count);
  }

  #fillKernel(noise: number): void {
    const { metric, points, factor, count: n } = this;
    const width = metric.inverse.length;
    for (let i = 0; i < n; i += 1) {
      for (let j = 0; j < i; j += 1) {
        factor[i * n + j] = matern52(squaredDistance(metric, points, i * width, points, j * width));
      }
      factor[i * n + i] = 1 + noise;
    }
  }
}

/** What a {@link GaussianProcess} expects at some points. */
export class Predictions {
  readonly means: Float64Array;
  readonly #process: GaussianProcess;
  /** The kernel of each point with all observations, one after another. */
  readonly #kernels: Float64Array;

  constructor(process: GaussianProcess, points: Float64Array, count: number) {
    const { metric, count: n, weights } = process;
    const width = metric.inverse.length;
    this.#process = process;
    this.#kernels = new Float64Array(count * n);
    this.means = new Float64Array(count);
    for (let at = 0; at < count; at += 1) {
      let mean = 0;
      for (let i = 0; i < n; i += 1) {
        const kernel = matern52(squaredDistance(metric, points, at * width, process.points, i * width));
        this.#kernels[at * n + i] = kernel;
        mean += (weights[i] as number) * kernel;
      }
      this.means[at] = mean;
    }
  }

  /** @returns the standard deviations without noise of those of the points that have these indices, in their order. */
  deviations(indices: readonly number[]): Float64Array {
    const { factor, count: n, variance } = this.#process;
    const rows = new Float64Array(indices.length * n);
    for (let k = 0; k < indices.length; k += 1) {
      const at = (indices[k] as number) * n;
      rows.set(this.#kernels.subarray(at, at + n), k * n);
    }
    const explained = new Float64Array(indices.length);
    solveLowerAll(factor, n, rows, explained);
    for (let k = 0; k < explained.length; k += 1)
      explained[k] = Math.sqrt(variance * Math.max(LEAST_VARIANCE, 1 - (explained[k] as number)));
    return explained;
  }
}

function flattened(points: readonly Float64Array[], width: number): Float64Array {
  const flat = new Float64Array(points.length * width);
  for (let i = 0; i < points.length; i += 1) flat.set(points[i] as Float64Array, i * width);
  return flat;
}
