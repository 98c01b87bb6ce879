import { type Eigen, symmetricEigen } from '../../../stats/symmetric-eigen.ts';
import type { RandomStream } from '../../random/random-stream.ts';
import { type CmaConstants, cmaConstants } from './cma-constants.ts';

type Vector = readonly number[];
type Matrix = readonly Vector[];

/** Keeps a length that is divided by from being 0. */
const TINY = 1e-8;
const WIDEST_STEP = 1e32;

/**
 * The normal distribution that CMA-ES moves through the unit cube, generation by generation (Hansen's tutorial, with weights below zero for
 * the worse half).
 */
export class CmaDistribution {
  readonly constants: CmaConstants;
  mean: Vector;
  step: number;
  covariance: Matrix;
  generation = 0;
  #path: Vector;
  #stepPath: Vector;
  #eigen: Eigen;

  constructor(n: number, mean: Vector, step: number) {
    this.constants = cmaConstants(n);
    this.mean = mean;
    this.step = step;
    this.covariance = mean.map((_, i) => mean.map((__, k) => (i === k ? 1 : 0)));
    this.#path = mean.map(() => 0);
    this.#stepPath = mean.map(() => 0);
    this.#eigen = symmetricEigen(this.covariance);
  }

  /** Draws a point inside the unit cube; after ten draws for each parameter outside, the last is moved to the border. */
  draw(random: RandomStream): Vector {
    const n = this.mean.length;
    let point: Vector = [];
    for (let attempt = 0; attempt <= 10 * n; attempt += 1) {
      const z = this.mean.map(() => random.normal());
      const { vectors } = this.#eigen;
      const scaled = this.#lengths().map((length, k) => length * (z[k] as number));
      point = this.mean.map((mean, i) => mean + this.step * dot(vectors[i] ?? [], scaled));
      if (point.every((x) => x >= 0 && x <= 1)) return point;
    }
    return point.map((x) => Math.min(1, Math.max(0, x)));
  }

  /** Takes a generation in, best first. */
  tell(points: readonly Vector[]): void {
    const c = this.constants;
    this.generation += 1;
    const steps = points.map((point) => point.map((x, i) => (x - (this.mean[i] as number)) / this.step));
    const move = this.mean.map((_, i) =>
      steps
        .slice(0, c.parents)
        .reduce((sum, step, rank) => sum + (c.weights[rank] as number) * (step[i] as number), 0),
    );
    this.mean = this.mean.map((mean, i) => mean + this.step * (move[i] as number));
    const whitened = this.#whiten(move);
    const pull = Math.sqrt(c.stepDecay * (2 - c.stepDecay) * c.effective);
    this.#stepPath = this.#stepPath.map((p, i) => (1 - c.stepDecay) * p + pull * (whitened[i] as number));
    const length = Math.hypot(...this.#stepPath);
    this.step = Math.min(
      WIDEST_STEP,
      this.step * Math.exp((c.stepDecay / c.stepDamping) * (length / c.expectedLength - 1)),
    );
    const isShort =
      length / Math.sqrt(1 - (1 - c.stepDecay) ** (2 * (this.generation + 1))) <
      (1.4 + 2 / (this.mean.length + 1)) * c.expectedLength;
    const pathPull = isShort ? Math.sqrt(c.pathDecay * (2 - c.pathDecay) * c.effective) : 0;
    this.#path = this.#path.map((p, i) => (1 - c.pathDecay) * p + pathPull * (move[i] as number));
    this.#adapt(steps, isShort);
  }

  #adapt(steps: readonly Vector[], isShort: boolean): void {
    const c = this.constants;
    const n = this.mean.length;
    const weights = steps.map((step, rank) => {
      const weight = c.weights[rank] as number;
      return weight >= 0 ? weight : (weight * n) / (Math.hypot(...this.#whiten(step)) ** 2 + TINY);
    });
    const lost = isShort ? 0 : c.pathDecay * (2 - c.pathDecay);
    const kept =
      1 + c.rankOne * lost - c.rankOne - c.rankMu * c.weights.reduce((sum, weight) => sum + weight, 0);
    this.covariance = this.covariance.map((row, i) =>
      row.map((value, k) => {
        const spread = steps.reduce(
          (sum, step, rank) => sum + (weights[rank] as number) * (step[i] as number) * (step[k] as number),
          0,
        );
        return (
          kept * value + c.rankOne * (this.#path[i] as number) * (this.#path[k] as number) + c.rankMu * spread
        );
      }),
    );
    this.#eigen = symmetricEigen(this.covariance);
  }

  /** Square roots of the eigenvalues; negative weights can make one of these negative. */
  #lengths(): Vector {
    return this.#eigen.values.map((value) => Math.sqrt(value < 0 ? TINY : value));
  }

  /** C^(-1/2) · vector. */
  #whiten(vector: Vector): Vector {
    const { vectors } = this.#eigen;
    const lengths = this.#lengths();
    const turned = lengths.map(
      (length, k) => vector.reduce((sum, x, i) => sum + x * ((vectors[i] ?? [])[k] as number), 0) / length,
    );
    return vector.map((_, i) => dot(vectors[i] ?? [], turned));
  }
}

function dot(a: Vector, b: Vector): number {
  return a.reduce((sum, x, k) => sum + x * (b[k] as number), 0);
}
