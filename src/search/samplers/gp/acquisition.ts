import { logNdtr, logNormalDensity } from '../../../stats/log-ndtr.ts';
import { logExpectedImprovement } from './expected-improvement.ts';
import type { GaussianProcess } from './gaussian-process.ts';
import { Slopes } from './slopes.ts';

/** A constraint as it is expected to be missed: kept where the process lies below `limit`. */
export interface Feasibility {
  readonly process: GaussianProcess;
  readonly limit: number;
}

/** What is expected of losses and constraints. */
export interface Beliefs {
  readonly losses: GaussianProcess;
  /** The loss that is to be improved on; undefined where no trial keeps the constraints, and that alone is sought. */
  readonly best: number | undefined;
  readonly constraints: readonly Feasibility[];
}

/**
 * What a point promises: the logarithm of the improvement that is expected there times the probability that it keeps the constraints
 * (Gardner et al. 2014), and its slopes.
 */
export class Acquisition {
  readonly #beliefs: Beliefs;
  readonly #losses: Slopes;
  readonly #constraints: readonly { readonly slopes: Slopes; readonly limit: number }[];

  constructor(beliefs: Beliefs) {
    this.#beliefs = beliefs;
    this.#losses = new Slopes(beliefs.losses);
    this.#constraints = beliefs.constraints.map(({ process, limit }) => ({
      slopes: new Slopes(process),
      limit,
    }));
  }

  /** Of `count` points that lie one after another. */
  ofMany(points: Float64Array, count: number): Float64Array {
    const { losses, best, constraints } = this.#beliefs;
    const promise = new Float64Array(count);
    const every = [...promise.keys()];
    if (best !== undefined) {
      const expected = losses.at(points, count);
      const deviations = expected.deviations(every);
      for (const at of every)
        promise[at] = logExpectedImprovement(best, expected.means[at] as number, deviations[at] as number);
    }
    for (const { process, limit } of constraints) {
      const expected = process.at(points, count);
      const deviations = expected.deviations(every);
      for (const at of every) {
        const z = (limit - (expected.means[at] as number)) / (deviations[at] as number);
        promise[at] = (promise[at] as number) + logNdtr(z);
      }
    }
    return promise;
  }

  /** Of one point. @param slopes is given its slopes along the coordinates. */
  of(point: Float64Array, slopes: Float64Array): number {
    slopes.fill(0);
    const { best } = this.#beliefs;
    let promise = 0;
    if (best !== undefined) {
      this.#losses.lookAt(point);
      const { mean, deviation } = this.#losses;
      const z = (best - mean) / deviation;
      promise = logExpectedImprovement(best, mean, deviation);
      // Slopes of EI are -Φ(z) along the mean and φ(z) along the deviation.
      addSlopes(
        slopes,
        this.#losses,
        -Math.exp(logNdtr(z) - promise),
        Math.exp(logNormalDensity(z) - promise),
      );
    }
    for (const { slopes: expected, limit } of this.#constraints) {
      expected.lookAt(point);
      const z = (limit - expected.mean) / expected.deviation;
      const probable = logNdtr(z);
      const steep = Math.exp(logNormalDensity(z) - probable) / expected.deviation;
      promise += probable;
      addSlopes(slopes, expected, -steep, -z * steep);
    }
    return promise;
  }
}

function addSlopes(slopes: Float64Array, expected: Slopes, alongMean: number, alongDeviation: number): void {
  for (let j = 0; j < slopes.length; j += 1) {
    const change =
      alongMean * (expected.ofMean[j] as number) + alongDeviation * (expected.ofDeviation[j] as number);
    slopes[j] = (slopes[j] as number) + change;
  }
}
