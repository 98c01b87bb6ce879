import type { RandomStream } from '../random/random-stream.ts';
import type { Configuration, ParameterValue } from '../space/configuration.ts';
import { isActive } from '../space/is-active.ts';
import type { Trial } from '../study/trial.ts';
import { configurationAt, coordinateAt, type Dimension, dimensionsOf, valueOf } from './dimension.ts';
import { elite, type Individual } from './pareto/elite.ts';
import { dominates } from './pareto/non-domination.ts';
import { Proposed, type Repeats } from './proposed.ts';
import type { MakeSampler, Sampler } from './sampler.ts';
import { totalViolation } from './tpe/rank-key.ts';

/** Settings of the genetic algorithm; what is absent is as in Optuna. */
export interface Nsga2Options extends Repeats {
  /** Trials of a generation, and of the parents of the next. */
  readonly population?: number;
}

/** How often a child has two parents, and not one. */
const CROSSOVER = 0.9;

interface Parent extends Individual {
  readonly configuration: Configuration;
}

/**
 * The genetic algorithm NSGA-II for several objectives: children of the best trials so far, each parameter from one of two parents or, one
 * of them on the average, drawn anew. Only complete trials count.
 */
export function nsga2Sampler(options: Nsga2Options = {}): MakeSampler {
  return ({ space }) =>
    new Nsga2Sampler(dimensionsOf(space), new Proposed(space, options), options.population ?? 50);
}

class Nsga2Sampler implements Sampler {
  readonly #dimensions: readonly Dimension[];
  readonly #proposed: Proposed;
  readonly #size: number;
  #generation = 0;
  readonly #generationOf = new Map<number, number>();
  #population: Parent[] = [];
  #parents: readonly Parent[] = [];

  constructor(dimensions: readonly Dimension[], proposed: Proposed, size: number) {
    this.#dimensions = dimensions;
    this.#proposed = proposed;
    this.#size = size;
  }

  learn: NonNullable<Sampler['learn']> = (trial, event) => {
    this.#proposed.learn(trial);
    if (event === 'started') this.#generationOf.set(trial.number, this.#generation);
    if (event !== 'ended' || this.#generationOf.get(trial.number) !== this.#generation) return;
    const parent = parentOf(trial);
    if (parent === undefined) return;
    this.#population.push(parent);
    if (this.#population.length < this.#size) return;
    const byNumber = [...this.#population].sort((a, b) => a.number - b.number);
    const living = new Set(elite([...byNumber, ...this.#parents], this.#size));
    this.#parents = [...byNumber, ...this.#parents]
      .filter((one) => living.has(one))
      .sort((a, b) => a.number - b.number);
    this.#population = [];
    this.#generation += 1;
  };

  propose(_number: number, random: RandomStream): Configuration | undefined {
    return this.#proposed.next(random, () =>
      this.#parents.length === 0
        ? configurationAt(this.#dimensions, () => random.uniform())
        : this.#child(random),
    );
  }

  #child(random: RandomStream): Configuration {
    const first = random.uniform() < CROSSOVER ? this.#tournament(this.#parents, random) : undefined;
    const other =
      first &&
      this.#tournament(
        this.#parents.filter((parent) => parent !== first),
        random,
      );
    const only = this.#parents[random.integer(this.#parents.length)];
    const mutation = 1 / Math.max(1, this.#dimensions.length);
    const values: Record<string, ParameterValue> = {};
    for (const dimension of this.#dimensions) {
      const isMutated = random.uniform() < mutation;
      const isOther = random.uniform() >= 0.5;
      const part = random.uniform();
      if (!isActive(dimension.parameter, values)) continue;
      const { name } = dimension.parameter;
      const [from, instead] = first === undefined ? [only, only] : isOther ? [other, first] : [first, other];
      const inherited = from?.configuration[name] ?? instead?.configuration[name];
      values[name] =
        isMutated || inherited === undefined ? valueOf(dimension, coordinateAt(dimension, part)) : inherited;
    }
    return values;
  }

  #tournament(parents: readonly Parent[], random: RandomStream): Parent | undefined {
    const [a, b] = [parents[random.integer(parents.length)], parents[random.integer(parents.length)]];
    return a !== undefined && b !== undefined && isBetter(a, b) ? a : b;
  }
}

function parentOf(trial: Trial): Parent | undefined {
  const { number, state, losses, configuration } = trial;
  if (state !== 'complete' || losses === undefined || losses.some(Number.isNaN)) return undefined;
  return { number, losses, configuration, violation: totalViolation(trial) };
}

function isBetter(a: Individual, b: Individual): boolean {
  if (a.violation <= 0 && b.violation <= 0) return dominates(a.losses, b.losses);
  return a.violation < b.violation;
}
