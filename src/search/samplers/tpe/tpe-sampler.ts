import type { RandomStream } from '../../random/random-stream.ts';
import type { Configuration, ParameterValue } from '../../space/configuration.ts';
import { isActive } from '../../space/is-active.ts';
import { type Dimension, dimensionsOf, valueOf } from '../dimension.ts';
import { Proposed, type Repeats } from '../proposed.ts';
import { randomSampler } from '../random-sampler.ts';
import type { MakeSampler, Sampler } from '../sampler.ts';
import type { Points } from './mixture.ts';
import type { ParameterGroup } from './parameter-groups.ts';
import type { SplitEstimators } from './split-estimators.ts';
import { TpeModel, type TpeModelOptions } from './tpe-model.ts';

/** Settings of the tree-structured Parzen estimator; what is absent is as in Optuna 5.0. */
export interface TpeOptions extends TpeModelOptions, Repeats {
  /** Trials that must have a place before anything is learnt from them. */
  readonly startup?: number;
  /** Who proposes until then; absent: drawn from the prior. */
  readonly first?: MakeSampler;
  /** Candidates of which the best is proposed. */
  readonly candidates?: number;
  /** Makes cheap candidates better. */
  readonly cost?: CostOption;
}

/** Candidates lose `weight() · logOf(configuration)` of their score. */
export interface CostOption {
  /** Logarithm of what a trial is expected to cost; parameters may be missing that are drawn after. */
  readonly logOf: (configuration: Configuration) => number;
  /** From 0 (cost does not matter) to 1 (half the cost is worth as much as twice the ratio of densities). */
  readonly weight: () => number;
}

/**
 * The tree-structured Parzen estimator: proposes what is likely among the good trials and unlikely among the others. With several objectives
 * it is MOTPE; with `rungs` trials that were stopped early are learnt from by how far they came.
 */
export function tpeSampler(options: TpeOptions = {}): MakeSampler {
  return (study) => {
    const dimensions = dimensionsOf(study.space);
    const model = new TpeModel(study, dimensions, options);
    const first = (options.first ?? randomSampler(options))(study);
    return new TpeSampler(dimensions, model, first, new Proposed(study.space, options), options);
  };
}

class TpeSampler implements Sampler {
  readonly #dimensions: readonly Dimension[];
  readonly #model: TpeModel;
  readonly #first: Sampler;
  readonly #proposed: Proposed;
  readonly #startup: number;
  readonly #candidates: number;
  readonly #cost: CostOption | undefined;

  constructor(
    dimensions: readonly Dimension[],
    model: TpeModel,
    first: Sampler,
    proposed: Proposed,
    { startup = 10, candidates = 24, cost }: TpeOptions,
  ) {
    this.#dimensions = dimensions;
    this.#model = model;
    this.#first = first;
    this.#proposed = proposed;
    this.#startup = startup;
    this.#candidates = candidates;
    this.#cost = cost;
  }

  learn: NonNullable<Sampler['learn']> = (trial, event) => {
    this.#first.learn?.(trial, event);
    this.#proposed.learn(trial);
    this.#model.learn(trial);
  };

  propose(number: number, random: RandomStream): Configuration | undefined {
    this.#model.settle();
    if (this.#model.ranked >= this.#startup) return this.#proposed.next(random, () => this.#draw(random));
    const configuration = this.#first.propose(number, random);
    if (configuration !== undefined) this.#proposed.add(configuration);
    return configuration;
  }

  #draw(random: RandomStream): Configuration {
    let values: Configuration = {};
    for (const [index, estimators] of this.#model.estimators.entries()) {
      const { group } = estimators;
      if (!isActive((group.dimensions[0] as Dimension).parameter, values)) continue;
      values = this.#drawGroup(estimators, values, index, random);
    }
    // In the order of the space, whatever the groups.
    return Object.fromEntries(
      this.#dimensions.flatMap(({ parameter: { name } }) => {
        const value = values[name];
        return value === undefined ? [] : [[name, value] as const];
      }),
    );
  }

  #drawGroup(
    { group, good, other }: SplitEstimators,
    before: Configuration,
    index: number,
    random: RandomStream,
  ): Configuration {
    const count = this.#candidates;
    const points = good.draw(count, random);
    const made = Array.from({ length: count }, (_, row) => withPoint(before, group, points, row));
    const likely = good.logDensity(points, count);
    const unlikely = other.logDensity(points, count);
    const weight = this.#cost?.weight() ?? 0;
    const scores = made.map((configuration, row) => {
      const score = (likely[row] as number) - (unlikely[row] as number);
      return this.#cost === undefined || weight === 0
        ? score
        : score - weight * this.#cost.logOf(configuration);
    });
    const order = scores
      .map((_, row) => row)
      .sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b);
    const best = order.find((row) => !this.#isKnown(made[row] ?? {}, index)) ?? order[0];
    return made[best as number] ?? before;
  }

  /** Whether it is whole, since no group after this one is active, and has been tried. */
  #isKnown(configuration: Configuration, index: number): boolean {
    const isWhole = this.#model.estimators
      .slice(index + 1)
      .every(({ group }) => !isActive((group.dimensions[0] as Dimension).parameter, configuration));
    return isWhole && !this.#proposed.isNew(configuration);
  }
}

function withPoint(before: Configuration, group: ParameterGroup, points: Points, row: number): Configuration {
  const values: Record<string, ParameterValue> = { ...before };
  for (const [at, dimension] of group.dimensions.entries()) {
    const coordinate = points[at]?.[row] as number;
    const isCell = dimension.kind === 'number' && dimension.size !== Infinity;
    values[dimension.parameter.name] = isCell
      ? dimension.cellAt(coordinate).value
      : valueOf(dimension, coordinate);
  }
  return values;
}
