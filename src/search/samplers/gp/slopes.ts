import { solveLower, solveUpperByRows } from '../../../stats/cholesky.ts';
import { type GaussianProcess, LEAST_VARIANCE } from './gaussian-process.ts';
import { squaredDistance } from './matern.ts';

/** What a Gaussian process expects at one point after another, and how that changes along the coordinates that are numbers. */
export class Slopes {
  mean = 0;
  deviation = 0;
  /** By coordinate; 0 for a choice. */
  readonly ofMean: Float64Array;
  readonly ofDeviation: Float64Array;
  readonly #process: GaussianProcess;
  readonly #row: Float64Array;
  readonly #steep: Float64Array;

  constructor(process: GaussianProcess) {
    const width = process.metric.inverse.length;
    this.#process = process;
    this.ofMean = new Float64Array(width);
    this.ofDeviation = new Float64Array(width);
    this.#row = new Float64Array(process.count);
    this.#steep = new Float64Array(process.count);
  }

  /** Looks at a point; what it looked at before is overwritten. */
  lookAt(point: Float64Array): void {
    const { metric, points, weights, factor, count: n, variance } = this.#process;
    const width = metric.inverse.length;
    const row = this.#row;
    this.mean = 0;
    for (let i = 0; i < n; i += 1) {
      const r = Math.sqrt(5 * squaredDistance(metric, point, 0, points, i * width));
      const fall = Math.exp(-r);
      const kernel = (1 + r + (r * r) / 3) * fall;
      this.#steep[i] = (5 / 3) * (1 + r) * fall;
      row[i] = kernel;
      this.mean += (weights[i] as number) * kernel;
    }
    const left = 1 - solveLower(factor, n, row);
    this.deviation = Math.sqrt(variance * Math.max(LEAST_VARIANCE, left));
    solveUpperByRows(factor, n, row);
    this.#slope(point, left > LEAST_VARIANCE ? variance / this.deviation : 0);
  }

  /** With the weights of the kernels in what is explained in `#row`. */
  #slope(point: Float64Array, share: number): void {
    const { metric, points, weights, count: n } = this.#process;
    const width = metric.inverse.length;
    for (let j = 0; j < width; j += 1) {
      let [ofMean, ofExplained] = [0, 0];
      if (metric.isChoice[j] === 0) {
        for (let i = 0; i < n; i += 1) {
          const change =
            (this.#steep[i] as number) * ((points[i * width + j] as number) - (point[j] as number));
          ofMean += (weights[i] as number) * change;
          ofExplained += (this.#row[i] as number) * change;
        }
      }
      const inverse = metric.inverse[j] as number;
      this.ofMean[j] = ofMean * inverse * inverse;
      this.ofDeviation[j] = -share * ofExplained * inverse * inverse;
    }
  }
}
