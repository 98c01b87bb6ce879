import type { RandomStream } from '../../random/random-stream.ts';
import type { Configuration } from '../../space/configuration.ts';
import type { Trial } from '../../study/trial.ts';
import { configurationAt, coordinateOf, type Dimension, dimensionsOf } from '../dimension.ts';
import { Proposed, type Repeats } from '../proposed.ts';
import type { MakeSampler, Sampler } from '../sampler.ts';
import { CmaDistribution } from './cma-distribution.ts';

/** Complete trials, drawn from the prior, before the first generation. */
const STARTUP = 1;
/** Standard deviation of the first generation: a sixth of the range. */
const FIRST_STEP = 1 / 6;

/**
 * CMA-ES over the numeric parameters that are always active; choices and conditional parameters are drawn from the prior. For long searches
 * of continuous spaces. With several objectives the first counts; only complete trials do.
 */
export function cmaEsSampler(options: Repeats = {}): MakeSampler {
  return ({ space }) => new CmaEsSampler(dimensionsOf(space), new Proposed(space, options));
}

class CmaEsSampler implements Sampler {
  readonly #dimensions: readonly Dimension[];
  readonly #proposed: Proposed;
  /** Indices of the dimensions that the distribution is of. */
  readonly #moved: readonly number[];
  readonly #distribution: CmaDistribution | undefined;
  #complete = 0;
  readonly #generationOf = new Map<number, number>();
  #solutions: { readonly number: number; readonly loss: number; readonly point: readonly number[] }[] = [];

  constructor(dimensions: readonly Dimension[], proposed: Proposed) {
    this.#dimensions = dimensions;
    this.#proposed = proposed;
    this.#moved = dimensions.flatMap(({ kind, size, parameter }, index) =>
      kind === 'number' && size > 1 && parameter.when === undefined ? [index] : [],
    );
    const n = this.#moved.length;
    if (n > 0)
      this.#distribution = new CmaDistribution(
        n,
        this.#moved.map(() => 0.5),
        FIRST_STEP,
      );
  }

  learn: NonNullable<Sampler['learn']> = (trial, event) => {
    this.#proposed.learn(trial);
    if (this.#distribution === undefined) return;
    const { generation } = this.#distribution;
    const isOurs = trial.origin === 'sampler' && this.#complete >= STARTUP;
    if (event === 'started' && isOurs) this.#generationOf.set(trial.number, generation);
    if (event !== 'ended') return;
    const loss = lossOf(trial);
    if (loss === undefined) return;
    this.#complete += 1;
    if (this.#generationOf.get(trial.number) === generation) this.#solve(trial, loss, this.#distribution);
  };

  propose(_number: number, random: RandomStream): Configuration | undefined {
    return this.#proposed.next(random, () => {
      const point = this.#complete >= STARTUP ? this.#distribution?.draw(random) : undefined;
      return configurationAt(this.#dimensions, (index) => {
        const at = point === undefined ? -1 : this.#moved.indexOf(index);
        return at < 0 ? random.uniform() : (point?.[at] as number);
      });
    });
  }

  #solve(trial: Trial, loss: number, distribution: CmaDistribution): void {
    const point = this.#moved.flatMap((index) => {
      const dimension = this.#dimensions[index] as Dimension;
      return coordinateOf(dimension, trial.configuration[dimension.parameter.name]) ?? [];
    });
    this.#solutions.push({ number: trial.number, loss, point });
    if (this.#solutions.length < distribution.constants.population) return;
    const sorted = this.#solutions.sort((a, b) =>
      a.loss < b.loss ? -1 : a.loss > b.loss ? 1 : a.number - b.number,
    );
    distribution.tell(sorted.map((solution) => solution.point));
    this.#solutions = [];
  }
}

function lossOf({ state, losses }: Trial): number | undefined {
  const loss = losses?.[0];
  return state !== 'complete' || loss === undefined || Number.isNaN(loss) ? undefined : loss;
}
