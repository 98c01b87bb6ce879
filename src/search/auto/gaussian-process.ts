/** What a {@link GaussianProcess} is fitted to. */
export interface Observations {
  /** All of the same length; coordinates lie between 0 and 1, or are indices of choices. */
  readonly points: readonly Float64Array[];
  /** Which coordinates are choices: two of them are equal or lie 1 apart. */
  readonly isChoice: readonly boolean[];
  /** What was seen there, about standardised. */
  readonly targets: Float64Array;
}

/** Length scales, one for each dimension, and the variance of the noise as a part of that of the function. */
export interface Shape {
  readonly lengths: Float64Array;
  readonly noise: number;
}

/** Scales about which nothing is known yet. */
const USUAL_LENGTH = 0.6;
const USUAL_NOISE = 0.1;
const LENGTHS = { least: 0.05, most: 4 };
const NOISES = { least: 0.003, most: 1 };
/** Variances of the logarithms of lengths and noise around the usual ones. */
const LENGTH_SPREAD = 1.2;
const NOISE_SPREAD = 2;
/** A prior of two observations of variance 1 on the variance of the function. */
const VARIANCE_PRIOR = 2;

/** @returns the shape that is assumed before anything is seen. */
export function usualShape(dimensions: number): Shape {
  return { lengths: new Float64Array(dimensions).fill(USUAL_LENGTH), noise: USUAL_NOISE };
}

/**
 * Regression by a Gaussian process with a Matérn 5/2 kernel that has a length of its own in each dimension; the variance is integrated out at
 * its best value. Small on purpose (some tens of observations), so that a fit takes a fraction of a millisecond.
 *
 * Rasmussen and Williams, "Gaussian Processes for Machine Learning" (2006), algorithm 2.1.
 */
export class GaussianProcess {
  readonly #points: readonly Float64Array[];
  readonly #isChoice: readonly boolean[];
  readonly #inverse: Float64Array;
  /** Lower triangle of the Cholesky factor, row by row. */
  readonly #factor: Float64Array;
  readonly #weights: Float64Array;
  readonly #variance: number;
  readonly #row: Float64Array;
  /** Negative logarithm of the posterior of the shape, up to a constant; Infinity where the matrix has no factor. */
  readonly misfit: number;

  constructor({ points, isChoice, targets }: Observations, { lengths, noise }: Shape) {
    this.#points = points;
    this.#isChoice = isChoice;
    const n = points.length;
    this.#inverse = Float64Array.from(lengths, (length) => 1 / length);
    this.#factor = new Float64Array(n * n);
    this.#row = new Float64Array(n);
    const logDeterminant = this.#factorise(noise);
    this.#weights = Float64Array.from(targets);
    const fit = this.#solveLower(this.#weights);
    this.#variance = (fit + VARIANCE_PRIOR) / (n + VARIANCE_PRIOR);
    this.misfit = 0.5 * n * Math.log(this.#variance) + logDeterminant + shapePenalty(lengths, noise);
    if (Number.isNaN(this.misfit)) this.misfit = Infinity;
    this.#solveUpper(this.#weights);
  }

  /** @returns the expected target at a point. */
  mean(point: Float64Array): number {
    let sum = 0;
    for (let i = 0; i < this.#points.length; i += 1) {
      sum += (this.#weights[i] as number) * this.#kernel(point, this.#points[i] as Float64Array);
    }
    return sum;
  }

  /** @returns the expected target at a point and its standard deviation, without noise. */
  predict(point: Float64Array): { readonly mean: number; readonly deviation: number } {
    const row = this.#row;
    let mean = 0;
    for (let i = 0; i < this.#points.length; i += 1) {
      const kernel = this.#kernel(point, this.#points[i] as Float64Array);
      row[i] = kernel;
      mean += (this.#weights[i] as number) * kernel;
    }
    const explained = this.#solveLower(row);
    return { mean, deviation: Math.sqrt(this.#variance * Math.max(1e-6, 1 - explained)) };
  }

  #kernel(a: Float64Array, b: Float64Array): number {
    const inverse = this.#inverse;
    let squares = 0;
    for (let j = 0; j < inverse.length; j += 1) {
      const apart = (a[j] as number) - (b[j] as number);
      const t = (this.#isChoice[j] === true && apart !== 0 ? 1 : apart) * (inverse[j] as number);
      squares += t * t;
    }
    const r = Math.sqrt(5 * squares);
    return (1 + r + (r * r) / 3) * Math.exp(-r);
  }

  /** @returns half the logarithm of the determinant. */
  #factorise(noise: number): number {
    const points = this.#points;
    const n = points.length;
    const l = this.#factor;
    let logDeterminant = 0;
    for (let i = 0; i < n; i += 1) {
      for (let j = 0; j <= i; j += 1) {
        let sum = this.#kernel(points[i] as Float64Array, points[j] as Float64Array);
        if (i === j) sum += noise;
        for (let k = 0; k < j; k += 1) sum -= (l[i * n + k] as number) * (l[j * n + k] as number);
        if (i === j) {
          l[i * n + i] = Math.sqrt(sum);
          logDeterminant += 0.5 * Math.log(sum);
        } else l[i * n + j] = sum / (l[j * n + j] as number);
      }
    }
    return logDeterminant;
  }

  /** Solves L x = b in place; @returns x · x. */
  #solveLower(b: Float64Array): number {
    const n = b.length;
    const l = this.#factor;
    let squares = 0;
    for (let i = 0; i < n; i += 1) {
      let sum = b[i] as number;
      for (let k = 0; k < i; k += 1) sum -= (l[i * n + k] as number) * (b[k] as number);
      const x = sum / (l[i * n + i] as number);
      b[i] = x;
      squares += x * x;
    }
    return squares;
  }

  #solveUpper(b: Float64Array): void {
    const n = b.length;
    const l = this.#factor;
    for (let i = n - 1; i >= 0; i -= 1) {
      let sum = b[i] as number;
      for (let k = i + 1; k < n; k += 1) sum -= (l[k * n + i] as number) * (b[k] as number);
      b[i] = sum / (l[i * n + i] as number);
    }
  }
}

/** How unusual a shape is: normal priors on logarithms. */
function shapePenalty(lengths: Float64Array, noise: number): number {
  let penalty = Math.log(noise / USUAL_NOISE) ** 2 / (2 * NOISE_SPREAD);
  for (const length of lengths) penalty += Math.log(length / USUAL_LENGTH) ** 2 / (2 * LENGTH_SPREAD);
  return penalty;
}

/** Factor by which one of the scales is tried to be longer and shorter. */
const STEP = 1.5;

/**
 * One step of a search for a better shape along one of its coordinates (the lengths in their order, then the noise).
 *
 * @returns the better one, or the same.
 */
export function improvedShape(seen: Observations, shape: Shape, coordinate: number): Shape {
  let best = shape;
  let least = new GaussianProcess(seen, shape).misfit;
  for (const factor of [STEP, 1 / STEP]) {
    const tried = scaled(shape, coordinate, factor);
    const { misfit } = new GaussianProcess(seen, tried);
    if (misfit < least) [best, least] = [tried, misfit];
  }
  return best;
}

function scaled({ lengths, noise }: Shape, coordinate: number, factor: number): Shape {
  if (coordinate >= lengths.length) return { lengths, noise: within(NOISES, noise * factor ** 2) };
  const changed = Float64Array.from(lengths);
  changed[coordinate] = within(LENGTHS, (lengths[coordinate] as number) * factor);
  return { lengths: changed, noise };
}

function within({ least, most }: typeof LENGTHS, value: number): number {
  return Math.min(Math.max(value, least), most);
}
